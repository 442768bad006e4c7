import { WORDS } from "./words.ts";

/** Colours of owners on the map. Longer chains begin again, and the number beside the colour tells the links apart. */
export const OWNER_TOKENS = [
  "--owner-0",
  "--owner-1",
  "--owner-2",
  "--owner-3",
  "--owner-4",
  "--owner-5",
  "--owner-6",
  "--owner-7",
] as const;

/** The token that a link's data has on the map. */
export function ownerToken(link: number): (typeof OWNER_TOKENS)[number] {
  return OWNER_TOKENS[link % OWNER_TOKENS.length] ?? OWNER_TOKENS[0];
}

/** What a link is to the disk itself: 0 = itself, 1 = its parent, and so on. */
export function linkName(link: number): string {
  if (link === 0) return WORDS.linkNames.self;
  return link === 1
    ? WORDS.linkNames.parent
    : link === 2
      ? WORDS.linkNames.grandparent
      : WORDS.linkNames.ancestor(link);
}
