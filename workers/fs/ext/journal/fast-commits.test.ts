import { beforeAll, expect, it } from "vitest";
import { loadCrc32c } from "../../../bytes/crc32c.ts";
import { encodeInto } from "../../../bytes/struct.ts";
import { MemoryStore } from "../../../store/memory-store.ts";
import { floorImage } from "../../../testing/fs/ext/floor.ts";
import { ProblemList } from "../../common/problem-list.ts";
import { fastCommitHead } from "../structs/journal.ts";
import { findSuperblock } from "../superblocks.ts";
import { ExtVolume } from "../volume.ts";
import { hasFastCommits } from "./fast-commits.ts";
import { journalHead } from "./head.ts";
import { journalBlock } from "./log.ts";
import { journalPlaces } from "./places.ts";

beforeAll(loadCrc32c);

const SEQUENCE = 7;
const END = 500;

function opened(image: Uint8Array) {
  const geometry = findSuperblock(new MemoryStore(image))?.geometry;
  if (geometry === undefined) throw new Error("no superblock");
  const volume = new ExtVolume(new MemoryStore(image), geometry, new ProblemList());
  const places = journalPlaces(volume);
  const first = places === null ? null : journalBlock(volume, places, 0);
  const read = places === null || first === null ? null : journalHead(first, places.length);
  if (places === null || read === null) throw new Error("no journal");
  return { volume, places, head: { ...read.head, hasFastCommits: true, end: END } };
}

/** Whether fast commits are found where their head record is at a block of the journal. */
function isFound(at: number): boolean {
  const image = floorImage("ext4-dirty");
  const { volume, places } = opened(image);
  const record = { tag: 9, length: 8, features: 0, transaction: SEQUENCE };
  encodeInto(fastCommitHead, record, image, (places.placeOf(at) ?? -1) * volume.blockSize);
  const changed = opened(image);
  return hasFastCommits(changed.volume, changed.places, changed.head, SEQUENCE);
}

it("begin one block behind the end of the log: jbd2's j_fc_first is j_last + 1", () => {
  expect(isFound(END + 1)).toBe(true);
  expect(isFound(END)).toBe(false);
});
