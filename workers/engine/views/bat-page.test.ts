import { describe, expect, it } from "vitest";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { GIB, MIB } from "../../shared/numbers.ts";
import { CachedStore } from "../../store/cached-store.ts";
import { ImageBuilder, LOG_GUID } from "../../testing/vhdx/image-builder.ts";
import { sectorOf } from "../../testing/vhdx/log-builder.ts";
import { OpenedImage } from "../image/opened-image.ts";
import { batPage } from "./bat-page.ts";
import { viewContext } from "./context.ts";
import { nodeFields, treePage } from "./tree/tree.ts";

await loadCrc32c();

describe("rows of the BAT", () => {
  const image = new ImageBuilder({ virtualSize: 9 * GIB });
  image.place(0, 2 ** 40);
  image.place(1, 9);
  image.place(4096, 9);
  const opened = new OpenedImage(new CachedStore(image.store));
  const context = viewContext(opened, opened.best);

  it("say what each entry is, maps and names", () => {
    const { rows, total, first } = batPage(context, 4094, 4);
    expect([first, total]).toEqual([4094, image.geometry.batEntries]);
    expect(
      rows.map(({ index, kind, block, diskOffset, node }) => [index, kind, block, diskOffset, node]),
    ).toEqual([
      [4094, "payload", 4094, 4094 * MIB, "bat/entry/4094"],
      [4095, "payload", 4095, 4095 * MIB, "bat/entry/4095"],
      [4096, "bitmap", 0, 0, "bat/entry/4096"],
      [4097, "payload", 4096, 4 * GIB, "bat/entry/4097"],
    ]);
  });

  it("keep every bit of an entry, and what is wrong with it", () => {
    const [far, near] = batPage(context, 0, 2).rows;
    expect(far).toMatchObject({
      state: 6,
      stateName: "FULLY_PRESENT",
      fileOffset: String(2n ** 60n),
      raw: "1000000000000006",
    });
    expect(far?.problem).toMatch(/where no file reaches/);
    expect(near).toMatchObject({ fileOffset: String(9 * MIB), raw: "0000000000900006", before: null });
    expect(near?.problem).toMatch(/both said to lie at 9 MiB/);
  });

  it("say of each block past the end of the file that it is lost, though one finding is about all of them", () => {
    const cut = new ImageBuilder({ virtualSize: 4 * GIB });
    // Blocks 1 to 3 share a finding. Block 0 is whole.
    [0, 1, 2, 3, 5, 600].forEach((block, nth) => cut.place(block, cut.data / MIB + nth));
    cut.store.truncate(cut.data + MIB);
    const cutImage = new OpenedImage(new CachedStore(cut.store));
    const cutContext = viewContext(cutImage, cutImage.best);
    const rows = batPage(cutContext, 0, 601).rows.filter(({ problem }) => problem !== null);
    expect(rows.map(({ index }) => index)).toEqual([1, 2, 3, 5, 600]);
    for (const { problem } of rows) expect(problem).toContain("past the end of the file");
    const marked = (parent: string) =>
      treePage(cutContext, parent, 0, 512)
        .nodes.filter(({ severity }) => severity === "error")
        .map(({ id }) => id);
    expect(marked("bat/page/0")).toEqual([1, 2, 3, 5].map((index) => `bat/entry/${index}`));
    expect(marked("bat")).toEqual(["bat/page/0", "bat/page/1"]);
    const { fields } = nodeFields(cutContext, "bat/entry/2");
    expect(fields.map(({ problem }) => problem)).toContain("Block 2 lies past the end of the file.");
  });

  it("come as many as there are, and no more than 4,096", () => {
    const { batEntries } = image.geometry;
    expect(batPage(context, batEntries - 2, 100).rows).toHaveLength(2);
    expect(batPage(context, batEntries, 100).rows).toEqual([]);
    expect(batPage(context, 0, 1e9).rows).toHaveLength(4096);
  });

  it("tell what stood there before the replay", () => {
    const crashed = new ImageBuilder();
    crashed.setHeaders({ logGuid: LOG_GUID });
    crashed.place(2, 9);
    const sector = sectorOf(0);
    sector.set([3, 0, 0x90], 2 * 8);
    crashed.addLogEntry(0, { sequenceNumber: 1n, writes: [{ fileOffset: crashed.bat.offset, sector }] });
    const image2 = new OpenedImage(new CachedStore(crashed.store));
    const rows = batPage(viewContext(image2, image2.best), 1, 2).rows;
    expect(rows.map(({ before, raw, stateName }) => [before, raw, stateName])).toEqual([
      [null, "0000000000000000", "NOT_PRESENT"],
      ["0000000000900006", "0000000000900003", "UNMAPPED"],
    ]);
  });
});
