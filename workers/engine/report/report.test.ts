import { beforeAll, describe, expect, it } from "vitest";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { MIB } from "../../shared/numbers.ts";
import { CachedStore } from "../../store/cached-store.ts";
import { ImageBuilder } from "../../testing/vhdx/image-builder.ts";
import { Edits } from "../edits/edits.ts";
import { OpenedImage } from "../image/opened-image.ts";
import { makeReport } from "./report.ts";

beforeAll(loadCrc32c);

const OPTIONS = { digests: null, bookmarks: [] };
const source = (changes: ReturnType<Edits["list"]>["done"] | null) => ({
  name: "evidence.vhdx",
  size: 1,
  lastModified: null,
  io: { reads: 0, bytesRead: 0 },
  files: [],
  zeroed: [],
  changes,
  version: "0",
  now: new Date(0),
});

describe("the report of the Edited layer", () => {
  it("lists every change with what it loses, and what reads as zeros since", () => {
    const builder = new ImageBuilder();
    builder.place(5, builder.store.size / MIB);
    const image = new OpenedImage(new CachedStore(builder.store));
    const edits = new Edits(image);
    edits.apply({ kind: "fix", fix: "bat-lost-zero" });
    edits.apply({ kind: "write", space: "disk", offset: 0, bytes: new Uint8Array(512).fill(1) });
    const { done } = edits.list();
    const report = makeReport(edits.edited, edits.edited.best, source(done), OPTIONS);
    expect(report.edits?.changes).toEqual([
      { sentence: "Let the cut-off blocks read as zeros", loss: expect.stringMatching(/^1 MiB of the disk/) },
      { sentence: "Wrote 512 bytes at 0x0 of the virtual disk", loss: null },
    ]);
    expect(report.edits?.zeros).toEqual({ bytes: MIB, ranges: [{ offset: 5 * MIB, length: MIB }] });
    expect(report.edits?.fileSize).toBe(edits.size);
    expect(report.subject).toBe(
      "2 pending changes to evidence.vhdx, in memory alone: no file has these bytes yet.",
    );
    expect(report.warning).toBe("Opens, but 1 MiB in 1 range read as zeros: run a file system check.");
    expect(report.verdict).toContain("Opens, but 1 MiB in 1 range read as zeros");
    expect(report.findings.map(({ code }) => code)).toContain("edit-lost-data");
  });

  it("is another than that of the file as stored", () => {
    const image = new OpenedImage(new CachedStore(new ImageBuilder().store));
    const report = makeReport(image, image.best, source(null), OPTIONS);
    expect(report.edits).toBeNull();
    expect(report.warning).toBeNull();
    expect(report.subject).toBe("evidence.vhdx, as it is stored.");
  });
});
