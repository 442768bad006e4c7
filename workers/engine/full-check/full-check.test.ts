import { describe, expect, it } from "vitest";
import type { Finding } from "../../api/index.ts";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { encode } from "../../bytes/struct.ts";
import { KIB, MIB } from "../../shared/numbers.ts";
import { ImageBuilder, LOG_GUID } from "../../testing/vhdx/image-builder.ts";
import { sectorOf } from "../../testing/vhdx/log-builder.ts";
import { type JobContext, UNATTENDED } from "../jobs/jobs.ts";
import { dryRun } from "../edits/dry-run.ts";
import { Edits } from "../edits/edits.ts";
import { CachedStore } from "../../store/cached-store.ts";
import { FailingStore } from "../../testing/engine/failing-store.ts";
import { OpenedImage } from "../image/opened-image.ts";
import { verdictOf } from "../report/verdict.ts";
import { openImage } from "../../testing/malformed/cases.ts";
import { EXT_MAGIC, extSuperblock } from "../../volume/structs/ext.ts";
import { fullCheck } from "./full-check.ts";

await loadCrc32c();

/** A child that crashed, with a sector bitmap that has stale bits and data where nothing of the file lies. */
function crashedChild(): ImageBuilder {
  const image = new ImageBuilder({
    type: "differencing",
    parent: { parent_linkage: `{${LOG_GUID}}`, relative_path: "p.vhdx" },
    logLength: 8 * MIB,
  });
  const first = image.data / MIB;
  image.place(0, first, 7);
  image.setEntry(image.geometry.bitmapIndex(0), { state: 6, fileOffsetMb: first + 1 });
  image.fill(image.data + MIB, 1024, 0xff);
  image.fill(image.data + 3 * MIB, 1, 1);
  image.place(1, first + 4);
  image.setHeaders({ logGuid: LOG_GUID });
  const writes = [{ fileOffset: image.data, sector: sectorOf(7) }];
  image.addLogEntry(0, { sequenceNumber: 5n, writes });
  return image;
}

describe("the full check", () => {
  it("looks at both layers, and says at what", async () => {
    const opened = openImage(crashedChild());
    const { parts } = await fullCheck(opened, UNATTENDED, () => {});
    expect(parts.map(({ what, bytes }) => [what, bytes])).toEqual([
      ["Log", 8 * MIB],
      ["Block allocation table, after the replay", opened.best.structures.bat?.byteLength],
      ["Where the log writes, after the replay", 8192],
      ["Sector bitmaps, after the replay", MIB],
      ["Unused parts of the file, after the replay", expect.any(Number)],
      ["Block allocation table, as stored", opened.own.structures.bat?.byteLength],
      ["Sector bitmaps, as stored", MIB],
      ["Unused parts of the file, as stored", expect.any(Number)],
    ]);
    expect([opened.best.fullyChecked, opened.own.fullyChecked]).toEqual([true, true]);
    const codes = (layer: typeof opened.best) => opened.findings(layer).map(({ code }) => code);
    expect(codes(opened.best)).toEqual(
      expect.arrayContaining(["log-target-payload", "bitmap-stale-bits", "file-gap-data"]),
    );
    expect(codes(opened.own)).toEqual(expect.arrayContaining(["bitmap-stale-bits", "file-gap-data"]));
  });

  it("hands on what it finds while it goes on, each thing once", async () => {
    const opened = openImage(crashedChild());
    const batches: (readonly Finding[])[] = [];
    await fullCheck(opened, UNATTENDED, (findings) => batches.push(findings));
    expect(batches.length).toBeGreaterThan(2);
    const told = batches.flat().map(({ code, offset, message }) => `${code} ${offset} ${message}`);
    expect(new Set(told).size).toBe(told.length);
    for (const { message } of opened.findings(opened.best)) expect(told.join("\n")).toContain(message);
  });

  it("tells how far it is, and ends at once when it is cancelled", async () => {
    const labels = new Set<string>();
    const until = (label: string): JobContext => ({
      ...UNATTENDED,
      progress: (done, total, said) => {
        expect(done).toBeLessThanOrEqual(total ?? done);
        if (said !== undefined) labels.add(said);
      },
      checkpoint: async () => {
        if (labels.has(label)) throw Object.assign(new Error("stop"), { code: "cancelled" });
      },
    });
    for (const label of [
      "Checking where the log writes",
      "Checking the sector bitmaps",
      "Reading unused parts of the file",
    ]) {
      labels.clear();
      const opened = openImage(crashedChild());
      await expect(fullCheck(opened, until(label), () => {})).rejects.toThrow("stop");
      expect([...labels].at(-1)).toBe(label);
      // What was not looked at in full is not said to have been.
      expect(opened.best.fullyChecked).toBe(false);
    }
  });

  it("says of which layer its progress is, so that none goes back", async () => {
    const unused = "Reading unused parts of the file";
    const last = new Map<string, number>();
    const labels: string[] = [];
    const job: JobContext = {
      ...UNATTENDED,
      progress: (done, _total, label = "") => {
        labels.push(label);
        if (!label.startsWith(unused)) return;
        expect(done).toBeGreaterThanOrEqual(last.get(label) ?? 0);
        last.set(label, done);
      },
    };
    await fullCheck(openImage(crashedChild()), job, () => {});
    expect([...last.keys()]).toEqual([unused, `${unused}, as stored`]);
    expect(labels.at(-1)).toBe("Looking for file systems");
  });

  it("of the stored file does not make an edit look as if it had fixed what only that check reads", async () => {
    const image = new ImageBuilder();
    image.fill(image.store.size - 1, 1, 1);
    const opened = openImage(image);
    await fullCheck(opened, UNATTENDED, () => {});
    const edits = new Edits(opened);
    edits.apply({ kind: "write", space: "disk", offset: 0, bytes: sectorOf(1) });
    expect((await dryRun({ image: opened, edits }, UNATTENDED)).fixed).toEqual([]);
  });

  it("reads every stored block where that is asked for, and names what can't be read", async () => {
    const image = new ImageBuilder();
    image.place(2, image.data / MIB + 1);
    image.place(5, image.data / MIB);
    const bad = image.data + MIB + 8192;
    const runs = [{ start: bad, end: bad + 6000 }];
    const failing = new OpenedImage(new CachedStore(new FailingStore(image.store, runs)));
    const quick = await fullCheck(failing, UNATTENDED, () => {});
    expect(quick.parts.map(({ what }) => what)).not.toContain("Stored blocks, as stored");
    expect(failing.outcome).toBe("opens");
    const { parts } = await fullCheck(failing, UNATTENDED, () => {}, { blocks: true });
    expect(parts).toContainEqual({ what: "Stored blocks, as stored", bytes: 2 * MIB });
    expect(failing.outcome).toBe("damaged");
    const found = failing.findings(failing.best).filter(({ code }) => code === "file-block-unreadable");
    expect(found).toMatchObject([{ severity: "error", batIndex: 2, offset: String(bad) }]);
    // Whole sectors of 4 KiB: the first and the second that the bad bytes are in.
    expect(found[0]?.message).toMatch(
      new RegExp(`^The file can't be read from .*, 8,192 bytes from byte .* on; in the virtual disk from 2`),
    );
    expect(verdictOf(failing).sentence).toMatch(/^Damaged: a part of the disk can't be read from the drive/);
  });

  it("of every block shows how far it is, and can be cancelled", async () => {
    const image = new ImageBuilder();
    image.place(0, image.data / MIB);
    const labels: string[] = [];
    const job: JobContext = {
      ...UNATTENDED,
      progress: (done, total, said) => {
        expect(done).toBeLessThanOrEqual(total ?? done);
        if (said !== undefined) labels.push(said);
      },
      checkpoint: async () => {
        if (labels.at(-1) === "Reading every stored block")
          throw Object.assign(new Error("stop"), { code: "cancelled" });
      },
    };
    const opened = openImage(image);
    await expect(fullCheck(opened, job, () => {}, { blocks: true })).rejects.toThrow("stop");
    expect(opened.best.fullyChecked).toBe(false);
  });

  it("has nothing to look at in a file of another kind", async () => {
    const image = new ImageBuilder();
    image.flip(0);
    image.store.truncate(1024);
    const { parts } = await fullCheck(openImage(image), UNATTENDED, () => {});
    expect(parts).toEqual([]);
  });

  it("looks where partitions usually begin, where the start of the disk says nothing", async () => {
    const image = new ImageBuilder({ type: "dynamic" });
    for (const block of [0, 1]) image.place(block, image.data / MIB + block);
    image.fill(image.data, 4096, 0x5a);
    const superblock = { magic: EXT_MAGIC, blocksLow: 8192, firstBlock: 1, blocksPerGroup: 8192 };
    image.store.write(
      image.data + MIB + 1024,
      encode(extSuperblock, { ...superblock, inodesPerGroup: 1024, state: 1 }),
    );
    const opened = openImage(image);
    const insideOf = () => opened.findings(opened.best).filter(({ code }) => code.startsWith("inside-"));
    opened.look(opened.best);
    expect(insideOf()).toMatchObject([{ code: "inside-not-recognised" }]);
    await fullCheck(opened, UNATTENDED, () => {});
    const message = "The disk has no partition table, but an ext2 file system from 1 MiB on.";
    expect(insideOf()).toMatchObject([{ code: "inside-table-damaged", message }]);
    // What is known by then stays, and no edit is said to have changed it.
    opened.look(opened.best);
    expect(insideOf()).toHaveLength(1);
    const edits = new Edits(opened);
    edits.apply({ kind: "write", space: "disk", offset: 600 * KIB, bytes: new Uint8Array(512).fill(1) });
    const { newFindings, fixed } = await dryRun({ image: opened, edits }, UNATTENDED);
    expect([newFindings, fixed]).toEqual([[], []]);
    expect(verdictOf(opened).sentence).toMatch(
      /^The disk's partition table, or its copy, is damaged or missing\. /,
    );
  });
});
