import { describe, expect, it } from "vitest";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { runSteps } from "../../bytes/steps.ts";
import { MemoryStore } from "../../store/memory-store.ts";
import type { ReadableStore } from "../../store/store.ts";
import { FailingStore } from "../../testing/engine/failing-store.ts";
import { floorImage } from "../../testing/fs/ext/floor.ts";
import { ntfsImage } from "../../testing/fs/ntfs/image.ts";
import { type ImageName, storedImage } from "../../testing/fs/stored-image.ts";
import type { FreeSpace } from "../file-system.ts";
import { openFileSystem } from "../readers.ts";

await loadCrc32c();

/** Bytes that can't be read at once. */
const PIECE = 4096;
/** Pieces that are tried of a long run, evenly spread. */
const MOST = 32;

const stored = (name: ImageName) => () => storedImage(name).store;
const IMAGES: Readonly<Record<string, () => ReadableStore>> = {
  ext2: () => new MemoryStore(floorImage("ext2")),
  ext4: () => new MemoryStore(floorImage("ext4-dirty")),
  NTFS: () => new MemoryStore(ntfsImage("small").bytes),
  FAT12: stored("fat12"),
  FAT16: stored("fat16"),
  FAT32: stored("fat32"),
  exFAT: stored("exfat"),
  "XFS 4": stored("xfs4"),
  "XFS 5": stored("xfs5"),
};

const opened = (store: ReadableStore) => openFileSystem(store, null, { transactions: null })?.fs ?? null;

const bytesOf = ({ runs }: FreeSpace) => runs.reduce((sum, { length }) => sum + length, 0);

describe.each(Object.entries(IMAGES))("the free space of %s", (_name, make) => {
  const store = make();
  const fs = opened(store);
  if (fs === null) throw new Error("no file system");
  const whole = runSteps(fs.free());

  it("is complete where the volume is whole", () => {
    expect(whole?.isComplete).toBe(true);
    expect(whole === null ? 0 : bytesOf(whole)).toBeGreaterThan(0);
  });

  it("is called complete only where nothing of it is missing, whatever piece of the structures can't be read", () => {
    const pieces = new Set<number>();
    for (const { offset, length } of runSteps(fs.metadata())) {
      const [first, end] = [Math.floor(offset / PIECE), Math.ceil((offset + length) / PIECE)];
      const step = Math.max(1, Math.floor((end - first) / MOST));
      for (let piece = first; piece < end; piece += step) pieces.add(piece * PIECE);
    }
    /** Pieces without which not all is known. */
    let needed = 0;
    for (const start of pieces) {
      const hurt = opened(new FailingStore(store, [{ start, end: start + PIECE }]));
      const free = hurt === null ? null : runSteps(hurt.free());
      // Where something of its log is missing, whoever measures space asks no further.
      if (free?.isComplete !== true || hurt?.facts.isCurrent === false) needed += 1;
      else expect([start, free.runs]).toEqual([start, whole?.runs]);
    }
    expect(needed).toBeGreaterThan(0);
  });
});
