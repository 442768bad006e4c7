import { beforeAll, describe, expect, it } from "vitest";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { MIB } from "../../shared/numbers.ts";
import { NOT_PRESENT, UNMAPPED, ZERO } from "../../shared/bat-states.ts";
import { ImageBuilder, type ImageOptions } from "../../testing/vhdx/image-builder.ts";
import { countedGuids, planOf } from "../../testing/vhdx/one-by-one.ts";
import { applyFix } from "./repair-plan.ts";

beforeAll(loadCrc32c);

const image = (options: ImageOptions = {}) => new ImageBuilder({ virtualSize: 8 * MIB, room: 0, ...options });

/** Where the file is offered to be cut, in bytes behind the structures; null: nowhere. */
function cutOf({ store, data }: ImageBuilder): number | null {
  const [fix] = planOf(store).find(({ id }) => id === "file-tail")?.fixes ?? [];
  return fix === undefined ? null : Number(fix.id.replace("file-cut/", "")) - data;
}

describe("bytes behind all that the file names", () => {
  it.each([1, 511, 512, 4096, MIB - 1, MIB, 5 * MIB + 3])("are offered to be cut: %i of them", (length) => {
    const made = image({ room: 2 * MIB + length });
    made.place(0, made.data / MIB + 1);
    expect(cutOf(made)).toBe(2 * MIB);
    applyFix(made.store, `file-cut/${made.data + 2 * MIB}`, countedGuids());
    expect(made.store.size).toBe(made.data + 2 * MIB);
    expect(planOf(made.store)).toEqual([]);
  });

  it("end where the last structure ends on a disk without blocks", () => {
    expect(cutOf(image({ room: MIB }))).toBe(0);
    expect(cutOf(image())).toBeNull();
  });

  it("are none where the file ends inside its last block", () => {
    const made = image({ virtualSize: 3 * MIB, blockSize: 2 * MIB, room: 3 * MIB });
    made.place(0, made.data / MIB);
    made.place(1, made.data / MIB + 2);
    expect(cutOf(made)).toBeNull();
  });

  it.each([
    ["UNMAPPED", UNMAPPED],
    ["ZERO", ZERO],
    ["NOT_PRESENT", NOT_PRESENT],
  ])("begin after the place that an %s entry keeps", (_name, state) => {
    const made = image({ room: 6 * MIB });
    made.place(2, made.data / MIB + 3, state);
    expect(cutOf(made)).toBe(4 * MIB);
  });
});

describe("a disk that keeps its blocks allocated (MS-VHDX 2.6.2.1)", () => {
  it("keeps room for all of them, although none has storage", () => {
    expect(cutOf(image({ type: "fixed", room: 8 * MIB }))).toBeNull();
    expect(cutOf(image({ type: "fixed", room: 8 * MIB + 512 }))).toBe(8 * MIB);
    expect(cutOf(image({ type: "fixed", room: 5 * MIB }))).toBeNull();
    expect(cutOf(image({ type: "dynamic", room: 8 * MIB }))).toBe(0);
  });

  it("keeps its last block, wherever that lies", () => {
    const made = image({ type: "fixed", room: 12 * MIB });
    made.place(0, made.data / MIB + 9);
    expect(cutOf(made)).toBe(10 * MIB);
  });
});
