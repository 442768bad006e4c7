import { expect, it } from "vitest";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { MIB } from "../../shared/numbers.ts";
import { CachedStore } from "../../store/cached-store.ts";
import { ImageBuilder, LOG_GUID } from "../../testing/vhdx/image-builder.ts";
import { describeTarget } from "./describe-target.ts";
import { OpenedImage } from "../image/opened-image.ts";
import { nodePath } from "../views/tree/tree.ts";
import { viewContext } from "../views/context.ts";

await loadCrc32c();

const KIB = 1024;
const image = new ImageBuilder({
  type: "differencing",
  virtualSize: 5000 * MIB,
  parent: { parent_linkage: LOG_GUID, relative_path: "p" },
});
image.setRegions([...image.regionEntries, { guid: LOG_GUID, fileOffset: BigInt(8 * MIB), length: MIB }]);
image.place(17, 9);
image.setEntry(image.geometry.bitmapIndex(0), { state: 6, fileOffsetMb: 10 });
const opened = new OpenedImage(new CachedStore(image.store));
const items = 2 * MIB + 64 * KIB;

it.for<[number, number, string, string | null]>([
  [0, 4096, "File type identifier", "identifier"],
  [64 * KIB, 4096, "Header 1", "header/1"],
  [191 * KIB, 1024, "Header 2", "header/2"],
  [192 * KIB, 4096, "Region table 1", "region-table/1"],
  [316 * KIB, 4096, "Region table 2", "region-table/2"],
  [320 * KIB, 4096, "Header section, reserved", null],
  [MIB, 4096, "The log itself", "log"],
  [2 * MIB, 4096, "Metadata table", "metadata/table"],
  [items, 8, "Metadata: File Parameters", "metadata/item/0"],
  [
    items,
    4096,
    "Metadata: File Parameters, Virtual Disk Size, Logical Sector Size and 3 more",
    "metadata/item/0",
  ],
  [items + 4096, 4096, "Metadata region, no item", "metadata"],
  [3 * MIB, 4096, "BAT entries 0-511", "bat/entry/0"],
  [3 * MIB + 4096, 4096, "BAT entries 512-1023", "bat/entry/512"],
  [3 * MIB + 8 * 4096, 8, "BAT entry 4096", "bat/entry/4096"],
  [3 * MIB + 8 * 8193, 4096, "BAT entry 8193", "bat/entry/8193"],
  [3 * MIB + 8 * 8194, 4096, "BAT, beyond its last entry", "bat"],
  [8 * MIB + 4096, 4096, `Region ${LOG_GUID}`, "region/2"],
  [9 * MIB + 4096, 4096, "Payload block 17", "block/17"],
  [10 * MIB, 4096, "Sector bitmap 0", "bitmap/0"],
  [11 * MIB, 4096, "Unused space at 11 MiB", null],
  [100 * MIB, 4096, "Past the end of the file, at 100 MiB", null],
  [Number.MAX_SAFE_INTEGER - 4095, 4095, "Past the end of the file, at 0x1ffffffffff000", null],
])("%d, %d bytes: %s", ([offset, length, text, node]) => {
  expect(describeTarget(opened.best, offset, length)).toEqual({ text, node });
  if (node !== null) expect(nodePath(viewContext(opened, opened.best), node)).not.toBeNull();
});
