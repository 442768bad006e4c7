import type { FilesApi, FilesAt, FileNode, FileName } from "../../../workers/api/index.ts";
import type { BrowsePlace, BrowseStep } from "../../state/browse.ts";

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

/** A name that was replaced for display can't be looked up by its text. */
const isExact = ({ text, bytes }: FileName): boolean => {
  const stored = new TextEncoder().encode(text);
  return stored.length === bytes.length && stored.every((byte, at) => byte === bytes[at]);
};

async function nameIn(
  finder: PlaceFinder,
  at: FilesAt,
  folder: FileNode | null,
  node: FileNode,
): Promise<FileName | null> {
  for (let cursor: string | null = null; ;) {
    // Each part says where the next one begins.
    // oxlint-disable-next-line no-await-in-loop
    const part = await finder.list(at, folder, cursor, PART);
    const row = part.rows.find((each) => each.node === node);
    if (row !== undefined) return row.name;
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
      const known = await nameIn(finder, at, parent, node);
      if (known !== null) step = { node, name: known };
    }
    if (step === null) {
      const inFolder = found.length >= folder.length;
      const reached = inFolder ? found.slice(0, folder.length) : found;
      return { folder: reached, chosen: null, missing: name?.text ?? "" };
    }
    found.push(step);
  }
  return { folder: found.slice(0, folder.length), chosen: found[folder.length] ?? null, missing: null };
}
