import { offsetText } from "../shared/text.ts";
import type { Content } from "./content.ts";
import type { Disk } from "./disk.ts";
import { type Found, lookIntoGaps } from "./gaps.ts";
import { logicalVolumes } from "./lvm/logical-volumes.ts";
import { readPhysicalVolume } from "./lvm/physical-volume.ts";
import { Part } from "./part.ts";
import { type Probe, probeDisk, searchedProbe } from "./probe.ts";
import { type Volume, volumeOf } from "./recognise.ts";
import { type Segment, SegmentStore } from "./segment-store.ts";
import type { Partition, PartitionTable } from "./tables/partition.ts";
import { volumeWords } from "./words.ts";

/** Partitions that are listed at most: as many as a GPT has room for, as it is made today. */
const MOST_PARTITIONS = 128;

/** A part of a disk that can hold a file system. */
export interface VolumePlace {
  /** "disk", "partition-2", "lvm-vg0/root", "space-1048576". */
  readonly id: string;
  readonly kind: "disk" | "partition" | "logical" | "space";
  readonly title: string;
  readonly partition: Partition | null;
  /** Where it begins on the disk, bytes. */
  readonly offset: number;
  /** Bytes, as it is said somewhere; may reach past the end of the disk. */
  readonly length: number;
  readonly content: Content | null;
  /** Content and state as a clause. */
  readonly words: string;
  /** What of it is not there, each as a sentence. */
  readonly problems: readonly string[];
  /** The volume alone. Ends where the disk ends. */
  readonly store: SegmentStore;
}

/** What a disk holds, and its volumes in the order of the disk. */
export interface Volumes {
  readonly probe: Probe;
  readonly places: readonly VolumePlace[];
}

/** A run of a disk, as far as the disk goes. */
function runOf(disk: Disk, offset: number, length: number): SegmentStore {
  const there = Math.max(0, Math.min(length, disk.size - offset));
  const segments: readonly Segment[] = there === 0 ? [] : [{ offset: 0, length: there, disk: offset }];
  return new SegmentStore(disk, segments);
}

/** The whole disk as a volume. */
function wholeDisk(disk: Disk, content: Content | null, words: string): VolumePlace {
  return {
    id: "disk",
    kind: "disk",
    title: "Whole disk",
    partition: null,
    offset: 0,
    length: disk.size,
    content,
    words,
    problems: [],
    store: runOf(disk, 0, disk.size),
  };
}

function partitionPlace(disk: Disk, partition: Partition, volume: Volume): VolumePlace {
  const { offset, size } = partition;
  return {
    id: `partition-${partition.number}`,
    kind: "partition",
    title: `Partition ${partition.number}`,
    partition,
    offset,
    length: size,
    content: volume.content,
    words: volumeWords(volume),
    problems: offset + size > disk.size ? ["The disk ends before the partition does."] : [],
    store: runOf(disk, offset, size),
  };
}

/** Partitions that a probe did not look into. @param from the first of them */
function furtherVolumes(disk: Disk, { partitions }: PartitionTable, from: number): readonly Volume[] {
  return partitions
    .slice(from, MOST_PARTITIONS)
    .map((partition) =>
      partition.reserved
        ? { partition, content: null, start: null }
        : volumeOf(new Part(disk, partition.offset, partition.size), partition, false),
    );
}

/** Logical volumes of the physical ones among the places. */
function* logicalPlaces(disk: Disk, places: readonly VolumePlace[]): Generator<VolumePlace> {
  const physical = places
    .filter(({ content }) => content?.name === "LVM2")
    .flatMap((place) => {
      const read = readPhysicalVolume(place.store);
      return read === null ? [] : [{ ...read, offset: place.offset }];
    });
  const placeOf = (uuid: string) => physical.find((each) => each.uuid === uuid)?.offset ?? null;
  const all = physical.flatMap(({ metadata }) =>
    metadata === null ? [] : logicalVolumes(metadata, placeOf),
  );
  const newest = new Map<string, number>();
  for (const { group, sequence } of all) newest.set(group, Math.max(sequence, newest.get(group) ?? 0));
  const keys = new Set<string>();
  const names = new Set<string>();
  for (const { name, group, sequence, segments, problems } of all) {
    // Each physical volume of a group has the metadata of the whole group, and some may have missed its last changes.
    const key = `${group} ${name}`;
    if (keys.has(key) || sequence !== newest.get(group)) continue;
    keys.add(key);
    const isTwice = names.has(name);
    names.add(name);
    const store = new SegmentStore(disk, segments);
    const volume = volumeOf(new Part(store, 0, store.size), null, true);
    yield {
      id: isTwice ? `lvm-${name}-${group}` : `lvm-${name}`,
      kind: "logical",
      title: `Logical volume ${name}${isTwice ? ` of group ${group}` : ""}`,
      partition: null,
      offset: segments.find((each) => each.disk !== null)?.disk ?? 0,
      length: store.size,
      content: volume.content,
      words: volumeWords(volume),
      problems,
      store,
    };
  }
}

/** A file system that no partition names. */
function spacePlace(disk: Disk, { offset, length, content }: Found, hasTable: boolean): VolumePlace {
  return {
    id: `space-${offset}`,
    kind: "space",
    title: `${hasTable ? "Outside of the partitions, from" : "From"} ${offsetText(offset)} on`,
    partition: null,
    offset,
    length,
    content,
    words: `${volumeWords({ partition: null, content, start: null })}, which no partition names`,
    problems: [],
    store: runOf(disk, offset, length),
  };
}

/**
 * Lists what of a disk can hold a file system: the partitions, or the whole disk, logical volumes, what a partition table was written
 * over, and what lies between partitions. The number of reads is bounded.
 *
 * @throws whatever reading throws that says nothing of the disk's state.
 */
export function listVolumes(disk: Disk): Volumes {
  const probe = searchedProbe(disk, probeDisk(disk));
  const { table, under } = probe;
  const places: VolumePlace[] = [];
  const further = table === null ? [] : furtherVolumes(disk, table, probe.volumes.length);
  for (const volume of [...probe.volumes, ...further]) {
    if (volume.partition === null) places.push(wholeDisk(disk, volume.content, volumeWords(volume)));
    else places.push(partitionPlace(disk, volume.partition, volume));
  }
  const spaces = table === null ? probe.tableless : lookIntoGaps(disk, table);
  for (const found of spaces) places.push(spacePlace(disk, found, table !== null));
  if (under !== null) {
    const words = volumeWords({ partition: null, content: under, start: null });
    places.push(wholeDisk(disk, under, `${words}, under the partition table`));
  }
  // A physical volume can lie at each of these places.
  places.push(...logicalPlaces(disk, places));
  return { probe, places };
}
