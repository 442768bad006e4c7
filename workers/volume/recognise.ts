import type { Content, System } from "./content.ts";
import type { Part } from "./part.ts";
import { LINUX } from "./systems/linux.ts";
import { WINDOWS } from "./systems/windows.ts";
import type { Partition } from "./tables/partition.ts";

/** The encrypted ones first: what they leave of an older file system is of no meaning. */
const SYSTEMS: readonly System[] = [...WINDOWS, ...LINUX];

/** What the start of a part holds where it is nothing that is known. */
type Start = "zeros" | "data" | "unreadable";

/** A part of the disk, and what it holds. */
export interface Volume {
  /** Null for the whole disk. */
  readonly partition: Partition | null;
  readonly content: Content | null;
  /** Null where the content is known. */
  readonly start: Start | null;
}

function firstOf(find: (system: System) => Content | null | undefined): Content | null {
  for (const system of SYSTEMS) {
    const found = find(system);
    if (found != null) return found;
  }
  return null;
}

/** What stands at the start of a part; null where nothing is recognised. */
export const recogniseStart = (part: Part): Content | null => firstOf((system) => system.at(part));

/** What copies elsewhere in a part say, where its start says nothing; null where none is found. */
export const recogniseCopy = (part: Part): Content | null => firstOf((system) => system.lost?.(part));

/** Bytes at the start of a part that tell zeros from data. */
const LOOKED_AT = 4096;

/** The start of a part that holds nothing known. */
export function startOf(part: Part): Start {
  const bytes = part.bytes(0, Math.min(LOOKED_AT, part.size));
  if (bytes === null) return "unreadable";
  return bytes.every((byte) => byte === 0) ? "zeros" : "data";
}

/** A part, and what it holds. @param search whether copies are looked for where its start says nothing */
export function volumeOf(part: Part, partition: Partition | null, search: boolean): Volume {
  const content = recogniseStart(part) ?? (search ? recogniseCopy(part) : null);
  return { partition, content, start: content === null ? startOf(part) : null };
}
