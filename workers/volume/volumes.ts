import type { Content } from "./content.ts";
import { type Disk, type Probe, probeDisk, type Volume } from "./probe.ts";
import { type Segment, SegmentStore } from "./segment-store.ts";
import type { Partition } from "./tables/partition.ts";
import { volumeWords } from "./words.ts";

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

/**
 * Lists what of a disk can hold a file system: the partitions, or the whole disk, and what a partition table was written over.
 * The number of reads is bounded.
 *
 * @throws whatever reading throws that says nothing of the disk's state.
 */
export function listVolumes(disk: Disk): Volumes {
  const probe = probeDisk(disk);
  const places: VolumePlace[] = [];
  for (const volume of probe.volumes) {
    if (volume.partition === null) places.push(wholeDisk(disk, volume.content, volumeWords(volume)));
    else places.push(partitionPlace(disk, volume.partition, volume));
  }
  const { under } = probe;
  if (under !== null) {
    const words = volumeWords({ partition: null, content: under, start: null });
    places.push(wholeDisk(disk, under, `${words}, under the partition table`));
  }
  return { probe, places };
}
