import { beforeAll, describe, expect, it } from "vitest";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { MIB } from "../../shared/numbers.ts";
import { runSteps } from "../../bytes/steps.ts";
import { OverlayStore } from "../../store/overlay-store.ts";
import { encode } from "../../bytes/struct.ts";
import { readUpTo, type Store } from "../../store/store.ts";
import { HEADER_OFFSETS } from "../headers/header-section.ts";
import { FULLY_PRESENT } from "../../shared/bat-states.ts";
import { RecordingStore } from "../../testing/store/recording-store.ts";
import { batEntry } from "../structs/bat-entry.ts";
import { VIRTUAL_DISK_ID } from "../structs/metadata-items.ts";
import { METADATA_TABLE_SIZE } from "../structs/metadata-table.ts";
import { METADATA_REGION } from "../structs/region-table.ts";
import { applyLog } from "../write/apply-log.ts";
import { DAMAGED, first, withBlocks } from "../../testing/vhdx/damaged-images.ts";
import { ImageBuilder, LOG_GUID } from "../../testing/vhdx/image-builder.ts";
import { sectorOf } from "../../testing/vhdx/log-builder.ts";
import { planOf } from "../../testing/vhdx/one-by-one.ts";
import { planRepairs } from "./plan.ts";
import { applyFix, RepairPlan } from "./repair-plan.ts";
import { RepairState } from "./state.ts";

beforeAll(loadCrc32c);

let drawn = 0;
const newGuid = () => `99999999-9999-4999-8999-${String(drawn++).padStart(12, "0")}`;

const stateOf = (store: Store) => runSteps(RepairState.read(store));

describe("what is offered for", () => {
  it.each(DAMAGED)("$name, and each fix repairs its fault", ({ options, spoil, offered }) => {
    const image = new ImageBuilder(options);
    spoil(image);
    const state = stateOf(image.store);
    const planned = runSteps(planRepairs(state));
    const faults = planned.filter(({ findings }) => findings.length > 0);
    const ids = faults.flatMap(({ fixes }) => fixes.map(({ id, loss }) => (loss === null ? id : `!${id}`)));
    expect(ids).toEqual(offered);
    for (const { findings, fixes } of faults) {
      expect(fixes.map(({ recommended }) => recommended)).toEqual(fixes.map((_, at) => at === 0));
      const keys = new Set(findings.map(({ code, offset }) => `${code} ${offset}`));
      for (const { id } of fixes) {
        const repaired = new OverlayStore(image.store);
        const plan = new RepairPlan(repaired);
        plan.adopt(state, planned);
        runSteps(plan.apply(id, newGuid));
        const left = stateOf(repaired).findings.filter(({ code, offset }) => keys.has(`${code} ${offset}`));
        expect(left, `of ${id}`).toEqual([]);
      }
    }
  });

  it("a sound disk is nothing", () => {
    const image = new ImageBuilder({ room: 3 * MIB });
    withBlocks(image, 0, 1, 2);
    expect(planOf(image.store)).toEqual([]);
  });

  it("bytes behind everything is to cut them", () => {
    const image = new ImageBuilder({ room: 2 * MIB });
    withBlocks(image, 0);
    image.fill(image.store.size, 700, 9);
    applyFix(image.store, `file-cut/${image.data + MIB}`, newGuid);
    expect(image.store.size).toBe(image.data + MIB);
    expect(planOf(image.store)).toEqual([]);
  });
});

it("applies a log up to the entry that writes where no log may, and draws a new DataWriteGuid for what is lost", () => {
  const image = new ImageBuilder({ room: 2 * MIB });
  image.fill(image.data, MIB, 0x40);
  const sector = readUpTo(image.store, image.bat.offset, 4096);
  sector.set(encode(batEntry, { state: FULLY_PRESENT, fileOffsetMb: first(image) }));
  image.addLogEntry(0, { writes: [{ fileOffset: image.bat.offset, sector }] });
  const illegal = [{ fileOffset: HEADER_OFFSETS[0], sector: sectorOf(1) }];
  image.addLogEntry(8192, { sequenceNumber: 2n, tail: 0, writes: illegal });
  image.setHeaders({ logGuid: LOG_GUID });
  const before = stateOf(image.store).headers.active?.values.dataWriteGuid;
  applyFix(image.store, "log-apply-before", newGuid);
  const { headers, structures, findings } = stateOf(image.store);
  const byte = new Uint8Array(1);
  structures.disk?.read(0, byte);
  expect(byte[0]).toBe(0x40);
  expect(headers.dirty).toBe(false);
  expect(headers.active?.values.dataWriteGuid).not.toBe(before);
  expect(findings.filter(({ severity }) => severity !== "info")).toEqual([]);
});

describe("a log with entries to replay that lies over a region", () => {
  /** The active region table says that the metadata is where the log is. */
  function overlapping(): ImageBuilder {
    const image = new ImageBuilder({ room: 2 * MIB });
    withBlocks(image, 0);
    const writes = [{ fileOffset: image.bat.offset + 4096, sector: sectorOf(0) }];
    image.addLogEntry(0, { writes });
    image.setHeaders({ logGuid: LOG_GUID });
    image.setRegions(
      image.regionEntries.map((entry) =>
        entry.guid === METADATA_REGION ? { ...entry, fileOffset: BigInt(image.log.offset) } : entry,
      ),
    );
    return image;
  }

  it("is not applied, and nothing is written", () => {
    const { store } = overlapping();
    const recording = new RecordingStore(store);
    expect(() => applyLog(recording, newGuid)).toThrow("overlap at 1 MiB");
    expect(recording.recorded).toEqual([]);
    expect(planOf(store).flatMap(({ fixes }) => fixes.map(({ id }) => id))).not.toContain("log-apply");
  });

  it("is applied once the region tables are repaired", () => {
    const image = overlapping();
    const regions = `regions-by-content/${image.metadata.offset}/${image.bat.offset}`;
    applyFix(image.store, regions, newGuid);
    expect(stateOf(image.store).headers.dirty).toBe(true);
    applyFix(image.store, "log-apply", newGuid);
    const { headers, findings } = stateOf(image.store);
    expect(headers.dirty).toBe(false);
    expect(findings.filter(({ severity }) => severity !== "info")).toEqual([]);
  });
});

it("refuses a fix that is not offered", () => {
  const image = new ImageBuilder();
  expect(() => applyFix(image.store, "header-from-copy/1", newGuid)).toThrow(
    "nothing left that this fix could repair",
  );
});

it("takes as safe only what is recommended and loses nothing, each once", () => {
  const image = new ImageBuilder();
  withBlocks(image, 1, 2);
  image.setEntry(1, { reserved: 5 });
  image.setEntry(2, { state: 5 });
  image.setEntry(3, { state: 4 });
  const plan = new RepairPlan(image.store);
  const next = (made: readonly string[]) => runSteps(plan.nextSafe(new Set(made)))?.id ?? null;
  const [a, b] = ["bat-reserved-bits", "bat-entry-present/2"];
  expect(next([])).toBe(a);
  expect(next([a])).toBe(b);
  expect(next([a, b])).toBeNull();
});

it("keeps DataWriteGuid where the disk reads as before, and draws a new one where it does not", () => {
  const guidAfter = (id: string) => {
    const image = new ImageBuilder();
    withBlocks(image, 1);
    image.place(2, first(image));
    applyFix(image.store, id, newGuid);
    return stateOf(image.store).headers.active?.values.dataWriteGuid;
  };
  const before = stateOf(new ImageBuilder().store).headers.active?.values.dataWriteGuid;
  expect(guidAfter("bat-entry-copy/2")).toBe(before);
  expect(guidAfter("bat-entry-keep/1/2")).not.toBe(before);
});

it("copies a shared block byte by byte", () => {
  const image = new ImageBuilder();
  withBlocks(image, 1);
  image.place(2, first(image), FULLY_PRESENT);
  applyFix(image.store, "bat-entry-copy/2", newGuid);
  const { disk } = stateOf(image.store).structures;
  const [one, two] = [new Uint8Array(MIB), new Uint8Array(MIB)];
  disk?.read(MIB, one);
  disk?.read(2 * MIB, two);
  expect(one[0]).toBe(0x40);
  expect(Buffer.compare(one, two)).toBe(0);
});

it("writes no new value over another item, and gives the value a place of its own", () => {
  const image = new ImageBuilder();
  // The last four bytes of the items before it: the physical sector size.
  const offset = METADATA_TABLE_SIZE + 20;
  const items = image.items.map((item) =>
    item.itemId === VIRTUAL_DISK_ID.guid ? { ...item, offset } : item,
  );
  image.setMetadata(items);
  const shared = () => readUpTo(image.store, image.metadata.offset + offset, 16);
  const before = shared();
  applyFix(image.store, "metadata-virtual-disk-id/new", newGuid);
  expect(stateOf(image.store).findings.filter(({ code }) => code === "metadata-item-overlap")).toEqual([]);
  expect(shared()).toEqual(before);
});

it("keeps no unknown region over metadata or BAT, and says so", () => {
  const image = new ImageBuilder();
  withBlocks(image, 1);
  const over = { guid: LOG_GUID, fileOffset: BigInt(image.metadata.offset), length: MIB, required: 0 };
  image.setRegions([...image.regionEntries, over]);
  const id = `regions-by-content/${image.metadata.offset}/${image.bat.offset}`;
  const fix = planOf(image.store)
    .flatMap(({ fixes }) => fixes)
    .find((each) => each.id === id);
  expect(fix?.loss).toContain(LOG_GUID);
  applyFix(image.store, id, newGuid);
  const { findings, structures } = stateOf(image.store);
  expect(findings.filter(({ severity }) => severity !== "info")).toEqual([]);
  expect(structures.regions.all.length).toBe(2);
});
