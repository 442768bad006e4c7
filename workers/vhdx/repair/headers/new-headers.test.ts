import { beforeAll, describe, expect, it } from "vitest";
import { requireTool } from "../../../../e2e/support/needs.ts";
import { loadCrc32c } from "../../../bytes/crc32c.ts";
import { encode } from "../../../bytes/struct.ts";
import { FULLY_PRESENT } from "../../../shared/bat-states.ts";
import { BAT_ENTRY_SIZE, LOG_SECTOR } from "../../../shared/geometry.ts";
import { randomGuid } from "../../../shared/guid.ts";
import { MIB } from "../../../shared/numbers.ts";
import { MemoryStore } from "../../../store/memory-store.ts";
import { readUpTo } from "../../../store/store.ts";
import { caseFile } from "../../../testing/cases.ts";
import { ImageBuilder, LOG_GUID } from "../../../testing/vhdx/image-builder.ts";
import { openAfterCrash } from "../../../testing/vhdx/judge.ts";
import { type LogWrite, sectorOf } from "../../../testing/vhdx/log-builder.ts";
import { planOf } from "../../../testing/vhdx/one-by-one.ts";
import { HEADER_OFFSETS } from "../../headers/header-section.ts";
import { batEntry } from "../../structs/bat-entry.ts";
import { applyFix } from "../repair-plan.ts";

beforeAll(loadCrc32c);

const OTHER_LOG = "55555555-5555-4555-8555-555555555555";

const headersGone = (image: ImageBuilder) => {
  for (const offset of HEADER_OFFSETS) image.fill(offset, LOG_SECTOR, 0);
  return image.store;
};

const fixesOf = (store: MemoryStore) => planOf(store).find(({ id }) => id === "headers-both")?.fixes ?? [];

/** The first byte of a block, after the log was replayed where the headers name one. */
function firstByte(store: MemoryStore, offset: number): number | undefined {
  const { structures } = openAfterCrash(store);
  const byte = new Uint8Array(1);
  structures.disk?.read(offset, byte);
  return structures.disk === null ? undefined : byte[0];
}

/** A log's write of the BAT's first sector: blocks at MiBs of the file, in addition to what stands there. */
function batWrite(image: ImageBuilder, blocks: Readonly<Record<number, number>>): LogWrite {
  const sector = readUpTo(image.store, image.bat.offset, LOG_SECTOR);
  for (const [block, fileOffsetMb] of Object.entries(blocks)) {
    const state = fileOffsetMb === 0 ? 0 : FULLY_PRESENT;
    sector.set(encode(batEntry, { state, fileOffsetMb }), Number(block) * BAT_ENTRY_SIZE);
  }
  return { fileOffset: image.bat.offset, sector };
}

/** A disk with block 0 in place, bytes of block 1 that no entry names, and a log. */
function withLog(log: (image: ImageBuilder, first: number) => void) {
  const image = new ImageBuilder({ room: 4 * MIB });
  const first = image.data / MIB;
  image.place(0, first);
  image.fill(image.data, MIB, 0xaa);
  image.fill(image.data + MIB, MIB, 0xbb);
  log(image, first);
  return headersGone(image);
}

const sizes = (image: ImageBuilder) => ({
  flushedFileOffset: BigInt(image.store.size),
  lastFileOffset: BigInt(image.store.size),
});

describe("both headers gone from a disk of QEMU that was written in two sessions and closed", () => {
  it("the recommended fix loses no byte, and the logs of the sessions are not recommended", async (test) => {
    requireTool(test, "cases");
    const store = new MemoryStore(await caseFile("engine/qemu-two-sessions-headers-gone"));
    const [first, ...others] = fixesOf(store);
    expect(first).toMatchObject({ id: "headers-new", recommended: true });
    expect(others.length).toBeGreaterThan(0);
    expect(others.filter(({ recommended }) => recommended)).toEqual([]);
    applyFix(store, first?.id ?? "", randomGuid);
    expect(firstByte(store, 100 * MIB)).toBe(0xaa);
    expect(firstByte(store, 101 * MIB)).toBe(0xbb);
    expect(planOf(store).filter(({ findings }) => findings.length > 0)).toEqual([]);
  });

  it("each other fix says what its log would change and takes from the disk", async (test) => {
    requireTool(test, "cases");
    const bytes = await caseFile("engine/qemu-two-sessions-headers-gone");
    const [, ...others] = fixesOf(new MemoryStore(bytes));
    for (const { id, evidence, loss } of others) {
      const store = new MemoryStore(bytes);
      applyFix(store, id, randomGuid);
      const gone = [100, 101].filter((mib) => firstByte(store, mib * MIB) === 0);
      expect(gone.length > 0, `of ${id}`).toBe(loss?.includes(" from the disk.") === true);
      const named = evidence.some((each) => /^Block \d+: now .*, in the log /.test(each));
      expect(named, `of ${id}`).toBe(true);
      expect(loss, `of ${id}`).toContain("undoes what was written");
    }
  });
});

describe("the only whole log", () => {
  it("is recommended where it adds blocks in free places to a file that has not grown since", () => {
    const store = withLog((image, first) =>
      image.addLogEntry(0, { ...sizes(image), writes: [batWrite(image, { 1: first + 1 })] }),
    );
    const [best, empty] = fixesOf(store);
    expect(best).toMatchObject({ id: `headers-new/${LOG_GUID}`, recommended: true });
    expect(best?.loss).not.toContain("undoes");
    expect(empty?.loss).toContain("The changes in the log are lost.");
    applyFix(store, best?.id ?? "", randomGuid);
    expect([0, 1].map((block) => firstByte(store, block * MIB))).toEqual([0xaa, 0xbb]);
  });

  it.for<readonly [string, (image: ImageBuilder, first: number) => void]>([
    [
      "takes a block",
      (image, first) =>
        image.addLogEntry(0, { ...sizes(image), writes: [batWrite(image, { 0: 0, 1: first + 1 })] }),
    ],
    [
      "moves a block",
      (image, first) =>
        image.addLogEntry(0, { ...sizes(image), writes: [batWrite(image, { 0: first + 1 })] }),
    ],
    [
      "puts a block in a place that is used",
      (image, first) => image.addLogEntry(0, { ...sizes(image), writes: [batWrite(image, { 1: first })] }),
    ],
    [
      "puts a block over the log",
      (image) =>
        image.addLogEntry(0, { ...sizes(image), writes: [batWrite(image, { 1: image.log.offset / MIB })] }),
    ],
    [
      "is of a shorter file",
      (image, first) => {
        const { store } = image;
        image.addLogEntry(0, { ...sizes(image), writes: [batWrite(image, { 1: first + 1 })] });
        store.truncate(store.size + MIB);
      },
    ],
    [
      "is of a longer file",
      (image, first) =>
        image.addLogEntry(0, {
          flushedFileOffset: BigInt(image.store.size + MIB),
          lastFileOffset: BigInt(image.store.size + MIB),
          writes: [batWrite(image, { 1: first + 1 })],
        }),
    ],
    [
      "writes other bytes than those of the BAT too",
      (image, first) =>
        image.addLogEntry(0, {
          ...sizes(image),
          writes: [
            batWrite(image, { 1: first + 1 }),
            { fileOffset: image.metadata.offset + 4096 * 32, sector: sectorOf(1) },
          ],
        }),
    ],
  ])("is offered, and not recommended, where it %s", ([, log]) => {
    const fixes = fixesOf(withLog(log));
    expect(fixes.map(({ id }) => id)).toEqual(["headers-new", `headers-new/${LOG_GUID}`]);
    expect(fixes[1]?.loss).toContain("undoes what was written");
  });

  it("is not offered where the file holds what it writes, nor where it would write over a header", () => {
    const inPlace = withLog((image) => image.addLogEntry(0, { writes: [batWrite(image, {})] }));
    expect(fixesOf(inPlace).map(({ id }) => id)).toEqual(["headers-new"]);
    const illegal = withLog((image) =>
      image.addLogEntry(0, { writes: [{ fileOffset: HEADER_OFFSETS[0], sector: sectorOf(1) }] }),
    );
    expect(fixesOf(illegal).map(({ id }) => id)).toEqual(["headers-new"]);
  });
});

it("of several whole logs none is recommended, even one that only adds", () => {
  const store = withLog((image, first) => {
    image.addLogEntry(0, { ...sizes(image), writes: [batWrite(image, { 1: first + 1 })] });
    image.addLogEntry(8192, { logGuid: OTHER_LOG, tail: 8192, writes: [batWrite(image, {})] });
  });
  expect(fixesOf(store).map(({ id }) => id)).toEqual(["headers-new", `headers-new/${LOG_GUID}`]);
});

it("of several whole logs those come first that take nothing from the disk, wherever they lie", () => {
  const takes = (image: ImageBuilder) => batWrite(image, { 0: 0 });
  const adds = (image: ImageBuilder, first: number) => batWrite(image, { 1: first + 1 });
  for (const guids of [
    { takes: LOG_GUID, adds: OTHER_LOG },
    { takes: OTHER_LOG, adds: LOG_GUID },
  ]) {
    for (const [firstInRing, second] of [
      ["takes", "adds"],
      ["adds", "takes"],
    ] as const) {
      const store = withLog((image, first) => {
        const writes = { takes: [takes(image)], adds: [adds(image, first)] };
        image.addLogEntry(0, { ...sizes(image), logGuid: guids[firstInRing], writes: writes[firstInRing] });
        image.addLogEntry(8192, {
          ...sizes(image),
          logGuid: guids[second],
          tail: 8192,
          writes: writes[second],
        });
      });
      expect(fixesOf(store).map(({ id }) => id)).toEqual([
        "headers-new",
        `headers-new/${guids.adds}`,
        `headers-new/${guids.takes}`,
      ]);
    }
  }
});
