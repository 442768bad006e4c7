import { numberText } from "../../shared/text.ts";
import type { Segment } from "../segment-store.ts";
import { LVM_SECTOR } from "../structs/lvm.ts";
import { type ConfigSection, countIn, sectionOf } from "./config.ts";

/** Logical volumes of one group, and segments of one volume. */
const MOST_VOLUMES = 256;
const MOST_SEGMENTS = 10_000;

/** A logical volume. */
export interface LogicalVolume {
  /** "vg0/root" */
  readonly name: string;
  /** Identifier of its group: two groups can have one name. */
  readonly group: string;
  /** Counts the changes of the group. Its physical volumes can have metadata of several states. */
  readonly sequence: number;
  /** In order and without gaps; bytes. */
  readonly segments: readonly Segment[];
  /** What of it can't be read, each as a sentence. */
  readonly problems: readonly string[];
}

/** Where a physical volume begins on the disk, bytes; null where it is on another disk. */
export type PhysicalPlace = (uuid: string) => number | null;

/** A group as its metadata has it. */
interface Group {
  readonly name: string;
  readonly id: string;
  readonly sequence: number;
  /** Bytes of an extent. */
  readonly extent: number;
  /** The start of the extents of each physical volume by its name; null where it is on another disk. */
  readonly starts: ReadonlyMap<string, number | null>;
}

function groupOf(name: string, section: ConfigSection, placeOf: PhysicalPlace): Group | null {
  const extent = (countIn(section, "extent_size") ?? 0) * LVM_SECTOR;
  if (extent === 0) return null;
  const starts = new Map<string, number | null>();
  for (const [own, value] of sectionOf(section, "physical_volumes")) {
    if (!(value instanceof Map)) continue;
    const id = value.get("id");
    const place = typeof id === "string" ? placeOf(id.replaceAll("-", "")) : null;
    const first = countIn(value, "pe_start");
    starts.set(own, place === null || first === null ? null : place + first * LVM_SECTOR);
  }
  const id = section.get("id");
  return {
    name,
    id: typeof id === "string" ? id : "",
    sequence: countIn(section, "seqno") ?? 0,
    extent,
    starts,
  };
}

/** One segment, and what is wrong with it. */
function segmentOf(
  group: Group,
  section: ConfigSection,
): { readonly segment: Segment; readonly problem: string | null } | null {
  const [first, count] = [countIn(section, "start_extent"), countIn(section, "extent_count")];
  if (first === null || count === null || count === 0) return null;
  const run = { offset: first * group.extent, length: count * group.extent };
  const type = section.get("type");
  const stripes = section.get("stripes");
  const [own, start] = Array.isArray(stripes) ? (stripes as readonly unknown[]) : [];
  const isLinear = type === "striped" && countIn(section, "stripe_count") === 1;
  if (!isLinear || typeof own !== "string" || typeof start !== "number") {
    const what =
      type === "striped" ? "is striped" : `is of type ${typeof type === "string" ? type : "unknown"}`;
    const problem = `A part of ${numberText(run.length)} bytes ${what}, which is not read.`;
    return { segment: { ...run, disk: null }, problem };
  }
  const base = group.starts.get(own) ?? null;
  if (base === null)
    return { segment: { ...run, disk: null }, problem: `Physical volume ${own} is not on this disk.` };
  const disk = base + start * group.extent;
  // What is stated may be negative, a fraction, or beyond what any disk has.
  if (start < 0 || !Number.isSafeInteger(disk) || !Number.isSafeInteger(disk + run.length))
    return { segment: { ...run, disk: null }, problem: `Physical volume ${own} has no extent ${start}.` };
  return { segment: { ...run, disk }, problem: null };
}

function logicalVolume(group: Group, own: string, section: ConfigSection): LogicalVolume | null {
  const count = Math.min(MOST_SEGMENTS, countIn(section, "segment_count") ?? 0);
  const segments: Segment[] = [];
  const problems = new Set<string>();
  let end = 0;
  for (let nth = 1; nth <= count; nth += 1) {
    const made = segmentOf(group, sectionOf(section, `segment${nth}`));
    if (made === null || made.segment.offset !== end || !Number.isSafeInteger(end + made.segment.length))
      return null;
    segments.push(made.segment);
    if (made.problem !== null) problems.add(made.problem);
    end += made.segment.length;
  }
  const { id, sequence } = group;
  return end === 0
    ? null
    : { name: `${group.name}/${own}`, group: id, sequence, segments, problems: [...problems] };
}

/** The visible logical volumes that the metadata of a group describes. A part that is on no disk here has no place. */
export function logicalVolumes(metadata: ConfigSection, placeOf: PhysicalPlace): readonly LogicalVolume[] {
  const found: LogicalVolume[] = [];
  for (const [name, section] of metadata) {
    if (!(section instanceof Map) || !section.has("extent_size")) continue;
    const group = groupOf(name, section, placeOf);
    if (group === null) continue;
    for (const [own, value] of sectionOf(section, "logical_volumes")) {
      if (!(value instanceof Map) || found.length === MOST_VOLUMES) continue;
      const status = value.get("status");
      if (Array.isArray(status) && !status.includes("VISIBLE")) continue;
      const volume = logicalVolume(group, own, value);
      if (volume !== null) found.push(volume);
    }
  }
  return found;
}
