import type { FilesApi, FilesAt, FileNode, FileName } from "../../../workers/api/index.ts";
import type { BrowsePlace, BrowseStep } from "../../state/browse.ts";
import { WORDS } from "./words.ts";

/** Entries of a folder that are asked for at once. */
const PART = 4096;

/** What of the engine a place is found with. */
export type PlaceFinder = Pick<FilesApi, "list" | "lookup">;

/** A place as it is now. */
export interface FoundPlace {
  readonly folder: readonly BrowseStep[];
  readonly chosen: BrowseStep | null;
  /** The first name that is not there any more; null where all are. */
  readonly missing: string | null;
}

const sameBytes = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && one.every((byte, at) => byte === other[at]);

/** A name that was replaced for display can't be looked up by its text. */
const isExact = ({ text, bytes }: FileName): boolean => sameBytes(new TextEncoder().encode(text), bytes);

/** The entry of a folder with a name, or with a node where the name is not known. */
async function stepIn(
  finder: PlaceFinder,
  at: FilesAt,
  folder: FileNode | null,
  { node, name }: BrowseStep,
): Promise<BrowseStep | null> {
  for (let cursor: string | null = null; ;) {
    // Each part says where the next one begins.
    // oxlint-disable-next-line no-await-in-loop
    const part = await finder.list(at, folder, cursor, PART);
    const row = part.rows.find((each) =>
      name === null ? each.node === node : sameBytes(each.name.bytes, name.bytes),
    );
    if (row !== undefined) return { node: row.node, name: row.name };
    if (part.next === null) return null;
    cursor = part.next;
  }
}

/**
 * Finds a place again: by names after the layer or the journal has changed, as a node may then be another file; by nodes where an
 * address has named it. Ends at the last folder that is still there.
 */
export async function findPlace(
  finder: PlaceFinder,
  at: FilesAt,
  { folder, chosen }: Pick<BrowsePlace, "folder" | "chosen">,
): Promise<FoundPlace> {
  const wanted = chosen === null ? folder : [...folder, chosen];
  const found: BrowseStep[] = [];
  for (const { node, name } of wanted) {
    const parent = found.at(-1)?.node ?? null;
    let step: BrowseStep | null = null;
    if (name !== null && isExact(name) && found.every((each) => each.name !== null && isExact(each.name))) {
      const path = [...found.map((each) => each.name?.text ?? ""), name.text].join("/");
      // Each step begins where the one before ended.
      // oxlint-disable-next-line no-await-in-loop
      const there = await finder.lookup(at, path);
      if (there.node !== null) step = { node: there.node, name };
    } else {
      // oxlint-disable-next-line no-await-in-loop
      step = await stepIn(finder, at, parent, { node, name });
    }
    if (step === null) {
      const inFolder = found.length >= folder.length;
      const reached = inFolder ? found.slice(0, folder.length) : found;
      return { folder: reached, chosen: null, missing: name?.text ?? WORDS.byNumber(node) };
    }
    found.push(step);
  }
  return { folder: found.slice(0, folder.length), chosen: found[folder.length] ?? null, missing: null };
}
