import { beforeAll, describe, expect, it } from "vitest";
import { loadCrc32c } from "../../../bytes/crc32c.ts";
import { runSteps } from "../../../bytes/steps.ts";
import { MIB } from "../../../shared/numbers.ts";
import { OverlayStore } from "../../../store/overlay-store.ts";
import { ImageBuilder } from "../../../testing/vhdx/image-builder.ts";
import { readUpTo } from "../../../store/store.ts";
import { readRegions } from "../../regions/regions.ts";
import { PARENT_LOCATOR } from "../../structs/metadata-items.ts";
import { readMetadata } from "../../metadata/metadata.ts";
import { metadataTableEntry, metadataTableHeader } from "../../structs/metadata-table.ts";
import { applyFix } from "../repair-plan.ts";
import { planRepairs } from "../plan.ts";
import { RepairState } from "../state.ts";

beforeAll(loadCrc32c);

const newGuid = () => "99999999-9999-4999-8999-999999999999";

/** The recommended fix of the first fault. */
function recommended(store: OverlayStore) {
  const [fault] = runSteps(planRepairs(runSteps(RepairState.read(store))));
  return fault?.fixes[0];
}

describe("a byte that no checksum covers", () => {
  const image = () => {
    const builder = new ImageBuilder({ virtualSize: 64 * MIB });
    for (let block = 0; block < 6; block++) builder.place(block, builder.data / MIB + block);
    return builder;
  };
  const entry = (index: number, field: keyof typeof metadataTableEntry.fields, byte = 0) =>
    metadataTableHeader.size +
    index * metadataTableEntry.size +
    metadataTableEntry.fields[field].offset +
    byte;

  it.for([
    ["the offset", entry(1, "offset", 1)],
    ["the length", entry(1, "length")],
    ["the ItemId", entry(3, "itemId", 7)],
    ["the number of entries", metadataTableHeader.fields.entryCount.offset],
    ["a reserved field", entry(2, "reserved2", 2)],
  ] as const)("is put back: %s", ([, at]) => {
    const { store, metadata } = image();
    const before = new Uint8Array(1);
    store.read(metadata.offset + at, before);
    const damaged = new OverlayStore(store);
    damaged.write(metadata.offset + at, Uint8Array.of((before[0] ?? 0) ^ 0x53));
    const fix = recommended(damaged);
    expect(fix?.loss).toBeNull();
    applyFix(damaged, fix?.id ?? "", newGuid);
    const after = new Uint8Array(1);
    damaged.read(metadata.offset + at, after);
    expect(after).toEqual(before);
  });

  it.for([
    ["the type", () => 3],
    ["a key", (locator: Uint8Array) => Buffer.from(locator).indexOf("parent_linkage", 0, "utf16le") + 4],
  ] as const)("is put back in the parent locator: %s", ([, placeIn]) => {
    const { store, log } = new ImageBuilder({
      type: "differencing",
      parent: { parent_linkage: "{99999999-9999-4999-8999-999999999998}", relative_path: "p.vhdx" },
    });
    const { metadata } = readRegions(store, log);
    if (metadata === null) throw new Error("the image has no metadata region");
    const { items } = readMetadata(store, metadata);
    const item = items.find(({ known }) => known === PARENT_LOCATOR);
    const offset = item?.offset ?? 0;
    const locator = readUpTo(store, offset, item?.values.length ?? 0);
    const at = offset + placeIn(locator);
    const damaged = new OverlayStore(store);
    damaged.write(at, Uint8Array.of((locator[at - offset] ?? 0) ^ 0x11));
    const fix = recommended(damaged);
    expect(fix?.loss).toBeNull();
    applyFix(damaged, fix?.id ?? "", newGuid);
    const after = readUpTo(damaged, offset, locator.length);
    expect(Buffer.compare(after, locator)).toBe(0);
  });
});
