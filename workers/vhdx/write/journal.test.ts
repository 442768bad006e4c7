import { beforeAll, expect, it } from "vitest";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { runSteps } from "../../bytes/steps.ts";
import { PARTIALLY_PRESENT } from "../../shared/bat-states.ts";
import { MIB } from "../../shared/numbers.ts";
import type { Store } from "../../store/store.ts";
import { RecordingStore } from "../../testing/store/recording-store.ts";
import { ImageBuilder } from "../../testing/vhdx/image-builder.ts";
import { openAfterCrash } from "../../testing/vhdx/judge.ts";
import { childOf, image, pattern } from "../../testing/vhdx/scenario-bases.ts";
import { stateOf } from "../bat/bat-bits.ts";
import { readHeaders } from "../headers/headers.ts";
import { descriptors } from "../log/descriptors.ts";
import { scanLog } from "../log/scan.ts";
import { DiskWriter } from "./disk-writer.ts";

beforeAll(loadCrc32c);

const STALE = "55555555-5555-4555-8555-555555555555";

function scan(store: Store) {
  const headers = readHeaders(store);
  if (headers.log === null) throw new Error("the image has no log");
  return runSteps(scanLog(store, headers, headers.log));
}

/** Sequence numbers of the entries that a session writes over a log with a whole entry of a number. */
function numbersAfter(stale: bigint): readonly bigint[] {
  const builder = new ImageBuilder();
  builder.addLogEntry(MIB - 4096, { logGuid: STALE, sequenceNumber: stale });
  const writer = new DiskWriter(builder.store);
  writer.write(0, pattern(1, 512));
  writer.write(MIB, pattern(2, 512));
  writer.close();
  return scan(builder.store)
    .entries.filter(({ entry }) => entry.header.logGuid !== STALE)
    .map(({ entry }) => entry.header.sequenceNumber);
}

it("continues the sequence numbers from the highest in the ring", () => {
  expect(numbersAfter(41n)).toEqual([42n, 43n, 44n]);
  expect(numbersAfter(2n ** 63n - 1n)).toEqual([2n ** 63n, 2n ** 63n + 1n, 2n ** 63n + 2n]);
});

it("starts at 1 again before the numbers run out", () => {
  expect(numbersAfter(2n ** 63n)).toEqual([1n, 2n, 3n]);
  expect(numbersAfter(2n ** 64n - 1n)).toEqual([1n, 2n, 3n]);
});

it("puts a block's BAT entry and the bits of its sectors into one log entry", () => {
  const parent = image({}, (writer) => {
    for (let block = 0; block < 12; block++) writer.write(block * MIB, pattern(block, MIB));
  });
  const store = new RecordingStore(childOf(parent));
  const { structures } = openAfterCrash(parent);
  const writer = new DiskWriter(store, undefined, structures.disk);
  // Parts of two blocks that the child does not have yet.
  writer.write(2 * MIB - 512, pattern(9, 1024));
  const { ring, entries } = scan(store);
  const bat = openAfterCrash(store).structures.bat;
  if (bat === null) throw new Error("the child has no BAT");
  const [low, bits] = [bat.halves(0).low, bat.halves(bat.geometry.bitmapIndex(0))];
  expect(stateOf(low)).toBe(PARTIALLY_PRESENT);
  const bitmap = ((bits.low >>> 20) + bits.high * 4096) * MIB;
  const written = entries.map(({ entry }) => {
    const targets = [...descriptors(ring, entry)].map(({ fileOffset }) => Number(fileOffset));
    return {
      bat: targets.some((at) => at >= bat.offset && at < bat.offset + bat.byteLength),
      bits: targets.some((at) => at >= bitmap && at < bitmap + MIB),
    };
  });
  const committed = written.filter((each) => each.bat || each.bits);
  expect(committed.length).toBeGreaterThan(0);
  expect(committed.filter((each) => each.bat !== each.bits)).toEqual([]);
});
