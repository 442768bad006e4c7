import { beforeAll, describe, expect, it } from "vitest";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { MIB } from "../../shared/numbers.ts";
import { runSteps } from "../../bytes/steps.ts";
import { readUpTo, type Store } from "../../store/store.ts";
import { RecordingStore } from "../../testing/store/recording-store.ts";
import { ImageBuilder } from "../../testing/vhdx/image-builder.ts";
import { countedGuids } from "../../testing/vhdx/one-by-one.ts";
import { Bat } from "../bat/bat.ts";
import { highOf, lowOf } from "../bat/bat-bits.ts";
import { RepairState } from "./state.ts";
import { RepairTarget } from "./target.ts";

beforeAll(loadCrc32c);

const targetOf = (store: Store) => new RepairTarget(store, countedGuids(), runSteps(RepairState.read(store)));

function target(room = 2 * MIB) {
  const image = new ImageBuilder({ room });
  const store = new RecordingStore(image.store);
  return { image, store, target: targetOf(store) };
}

describe("the end of a file that a fix writes to", () => {
  it("moves out by zeros, which are on stable storage, and never in", () => {
    const { store, target: file } = target();
    const { size } = store;
    file.growTo(size + 700);
    expect(store.size).toBe(size + 700);
    // The headers' FileWriteGuid changes before (MS-VHDX 2.2.2.1).
    expect(store.recorded.map(({ kind }) => kind).slice(-2)).toEqual(["truncate", "flush"]);
    expect(readUpTo(store, size, 700)).toEqual(new Uint8Array(700));
    file.growTo(size);
    expect(store.size).toBe(size + 700);
  });

  it("moves in by a cut, which is on stable storage, and never out", () => {
    const { store, target: file } = target();
    const { size } = store;
    file.cutTo(size + 700);
    expect(store.size).toBe(size);
    expect(store.recorded).toEqual([]);
    file.cutTo(size - MIB);
    expect(store.size).toBe(size - MIB);
    expect(store.recorded.map(({ kind }) => kind).slice(-2)).toEqual(["truncate", "flush"]);
  });

  it("is a multiple of 1 MiB where something is appended, and what is appended lies behind the old end", () => {
    const { store, target: file } = target(2 * MIB + 1);
    const before = store.size;
    const offset = file.append(3 * MIB);
    expect(offset).toBe(before - 1 + MIB);
    expect(store.size).toBe(offset + 3 * MIB);
    expect(file.append(MIB)).toBe(offset + 3 * MIB);
  });
});

describe("entries of the BAT", () => {
  it("change in parts where there are millions, and none of them is lost", () => {
    // 2^20 entries are changed at once.
    const count = 2 ** 20 + 3000;
    const image = new ImageBuilder({ virtualSize: (count + 10) * MIB, room: 0 });
    const { store, geometry } = image;
    const bat = new Bat(store, geometry, image.bat.offset, image.bat.length);
    function* all(): Generator<readonly [number, { state: number; offset: number }]> {
      for (let block = 0; block < count; block++)
        yield [geometry.payloadIndex(block), { state: 2, offset: block * MIB }];
    }
    targetOf(store).setEntries(bat, all());
    const bytes = new Uint8Array(geometry.batEntries * 8);
    store.read(image.bat.offset, bytes);
    const words = new Uint32Array(bytes.buffer);
    let wrong = 0;
    for (let block = 0; block < count + 10; block++) {
      const index = geometry.payloadIndex(block);
      const [low, high] = block < count ? [lowOf(2, block), highOf(block)] : [0, 0];
      if (words[2 * index] !== low || words[2 * index + 1] !== high) wrong += 1;
    }
    expect(wrong).toBe(0);
  });
});
