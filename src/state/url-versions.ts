/** The parts of a hash by name, as they are written there. */
export type HashParts = ReadonlyMap<string, string>;

/** Of the hashes that are written now. It goes up when a part changes its meaning or its spelling; a new part needs no version. */
export const VERSION = 2;

/** From each version to the next, so that an old address or bookmark leads where it led. What makes no sense may stay: it is ignored. */
const UPGRADES: Readonly<Record<number, (parts: Map<string, string>) => void>> = {
  // How far the log is replayed was a part of its own; it now belongs to the layer, as it always did in `a` and `b`.
  1: (parts) => {
    const upTo = parts.get("upto");
    if (parts.get("layer") === "replayed" && upTo !== undefined && /^\d{1,9}$/.test(upTo))
      parts.set("layer", `replayed-${upTo}`);
    parts.delete("upto");
  },
};

/**
 * The same place as the version of today writes it.
 *
 * @param parts with their version in `v`; without one they were typed by hand, and are of today's version
 * @returns null where they are of a version that this build does not know
 */
export function upgraded(parts: HashParts): HashParts | null {
  const version = parts.get("v") ?? String(VERSION);
  if (!/^[1-9]\d{0,8}$/.test(version) || Number(version) > VERSION) return null;
  const current = new Map(parts);
  for (let from = Number(version); from < VERSION; from++) {
    const upgrade = UPGRADES[from];
    if (upgrade === undefined) return null;
    upgrade(current);
  }
  return current.set("v", String(VERSION));
}
