import { beforeAll, describe, expect, it } from "vitest";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { runSteps } from "../../bytes/steps.ts";
import { GIB, MIB } from "../../shared/numbers.ts";
import { DATA_WRITE_GUID, FILE_WRITE_GUID, ImageBuilder } from "../../testing/vhdx/image-builder.ts";
import { countedGuids } from "../../testing/vhdx/one-by-one.ts";
import { HEADER_OFFSETS } from "../headers/header-section.ts";
import { readHeaders } from "../headers/headers.ts";
import { readStructures } from "../image.ts";
import { VIRTUAL_DISK_SIZE } from "../structs/metadata-items.ts";
import { applyFix } from "./repair-plan.ts";
import { RepairState } from "./state.ts";
import { RepairTarget } from "./target.ts";

beforeAll(loadCrc32c);

it("FileWriteGuid is new where only the signature at the start of the file is put back", () => {
  const image = new ImageBuilder();
  image.fill(0, 8, 0);
  applyFix(image.store, "identifier-signature", countedGuids());
  const { active } = readHeaders(image.store);
  expect(active?.values.fileWriteGuid).not.toBe(FILE_WRITE_GUID);
  expect(active?.values.dataWriteGuid).toBe(DATA_WRITE_GUID);
});

it.each([
  ["header-byte/2", (image: ImageBuilder) => image.flip(HEADER_OFFSETS[1] + 2000)],
  [
    "header-checksum/2",
    (image: ImageBuilder) => HEADER_OFFSETS.forEach((offset) => image.fill(offset + 1000, 300, 9)),
  ],
] as const)("FileWriteGuid is new in both headers after %s", (id, spoil) => {
  const image = new ImageBuilder();
  spoil(image);
  applyFix(image.store, id, countedGuids());
  const { copies } = readHeaders(image.store);
  expect(copies.map(({ valid }) => valid)).toEqual([true, true]);
  const [a, b] = copies.map(({ values }) => values.fileWriteGuid);
  expect(a).toBe(b);
  expect(a).not.toBe(FILE_WRITE_GUID);
});

/** The rules of MS-VHDX 2.2.2.1 for every fix are judged in `scripts/fixes`. */
describe("DataWriteGuid", () => {
  const guidAfter = (image: ImageBuilder, id: string) => {
    applyFix(image.store, id, countedGuids());
    return readHeaders(image.store).active?.values.dataWriteGuid;
  };
  const before = DATA_WRITE_GUID;

  it("stays where a region table is rebuilt from what the regions hold", () => {
    const image = new ImageBuilder();
    image.place(0, image.data / MIB);
    image.fill(image.data, MIB, 7);
    image.fill(192 * 1024, 128 * 1024, 0);
    expect(guidAfter(image, `regions-by-content/${image.metadata.offset}/${image.bat.offset}`)).toBe(before);
  });

  it("stays where a byte of the disk's size is put back, with which no reader opened the disk", () => {
    const image = new ImageBuilder({ virtualSize: 2 * GIB });
    image.place(0, image.data / MIB);
    image.fill(image.data, MIB, 7);
    const { metadata } = readStructures(image.store, readHeaders(image.store).log);
    const size = metadata?.items.find(({ known }) => known === VIRTUAL_DISK_SIZE)?.offset ?? 0;
    image.store.write(size + 5, Uint8Array.of(19));
    expect(guidAfter(image, `metadata-byte/${size + 5}/0`)).toBe(before);
    expect(readStructures(image.store, null).facts.virtualSize).toBe(2 * GIB);
  });

  it("is new where bytes of a block are written, and stays where bytes are that nothing names", () => {
    const written = (mib: number) => {
      const image = new ImageBuilder({ room: 2 * MIB });
      image.place(0, image.data / MIB);
      const state = runSteps(RepairState.read(image.store));
      new RepairTarget(image.store, countedGuids(), state).write(image.data + mib * MIB, Uint8Array.of(7));
      return readHeaders(image.store).active?.values;
    };
    expect(written(0)?.dataWriteGuid).not.toBe(before);
    expect(written(1)?.dataWriteGuid).toBe(before);
    expect(written(1)?.fileWriteGuid).not.toBe(FILE_WRITE_GUID);
  });

  it("is new where the file grows over a block that was cut off, and stays where it grows over none", () => {
    const cut = new ImageBuilder({ room: 2 * MIB });
    cut.place(0, cut.data / MIB + 1);
    cut.store.truncate(cut.data + MIB);
    expect(guidAfter(cut, "file-extend")).not.toBe(before);
    const shared = new ImageBuilder({ room: MIB });
    shared.place(0, shared.data / MIB);
    shared.place(1, shared.data / MIB);
    shared.fill(shared.data, MIB, 7);
    expect(guidAfter(shared, "bat-entry-copy/1")).toBe(before);
  });
});
