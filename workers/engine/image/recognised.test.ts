import { createHash } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { requireTool } from "../../../e2e/support/needs.ts";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { runSteps } from "../../bytes/steps.ts";
import { textToAscii } from "../../shared/encoded-text.ts";
import { MIB } from "../../shared/numbers.ts";
import { CachedStore } from "../../store/cached-store.ts";
import { MemoryStore } from "../../store/memory-store.ts";
import { readUpTo } from "../../store/store.ts";
import { caseFile } from "../../testing/cases.ts";
import { ImageBuilder } from "../../testing/vhdx/image-builder.ts";
import { Edits } from "../edits/edits.ts";
import { listRepairs } from "../edits/repairs.ts";
import { summaryOf } from "../report/summary.ts";
import { OpenedImage } from "./opened-image.ts";
import type { OpenFile } from "./open-source.ts";

beforeAll(loadCrc32c);

/** SHA-256 of the virtual disk of all three, from the README of the cases. */
const DISK = "788e76fa316b2c3d3fb782e664cf1e4f877039b4b4718a92072183b6fcc21c92";

function digestOf(image: OpenedImage): string {
  const disk = image.disk(image.best);
  return createHash("sha256")
    .update(readUpTo(disk, 0, disk.size))
    .digest("hex");
}

const open = (bytes: Uint8Array<ArrayBuffer>) => new OpenedImage(new CachedStore(new MemoryStore(bytes)));

/** Makes the recommended fix of the first fault until none is left. @returns the ids of the fixes. */
function repair(image: OpenedImage, edits: Edits): readonly string[] {
  const made: string[] = [];
  while (made.length < 10) {
    const now = edits.isEmpty ? image : edits.edited;
    const { faults } = runSteps(listRepairs(now, true)).repairs;
    const fix = faults.filter(({ findings }) => findings.length > 0).flatMap(({ fixes }) => fixes)[0];
    if (fix === undefined) break;
    edits.apply({ kind: "fix", fix: fix.id });
    made.push(fix.id.split("/")[0] ?? "");
  }
  return made;
}

const CASES = {
  first4k: ["identifier-signature"],
  "head-wiped": ["identifier-signature", "headers-new", "regions-by-content"],
  "ransom-1m": ["identifier-signature", "headers-new", "regions-by-content"],
} as const;

describe("a VHDX whose start was overwritten", () => {
  it.for(Object.keys(CASES) as (keyof typeof CASES)[])("is known and read anyway: %s", async (name, test) => {
    requireTool(test, "cases");
    const image = open(await caseFile(name));
    expect(image.identifier.isVhdx).toBe(true);
    expect(image.outcome).toBe("unreadable");
    expect(() => image.disk(image.best)).toThrow(expect.objectContaining({ code: "not-available" }));
    expect(image.canReadAnyway).toBe(true);
    image.enableReadAnyway();
    expect(digestOf(image)).toBe(DISK);
    expect(image.warning).toMatch(/^Read /);
  });

  it.for(Object.entries(CASES))("is repaired by the recommended fixes: %s", async ([name, fixes], test) => {
    requireTool(test, "cases");
    const image = open(await caseFile(name));
    const edits = new Edits(image);
    expect(repair(image, edits)).toEqual(fixes);
    expect(edits.edited.outcome).toBe("opens");
    expect(digestOf(edits.edited)).toBe(DISK);
  });

  it("is followed by the whole summary when its signature is put back by hand", async (test) => {
    requireTool(test, "cases");
    const image = open(await caseFile("first4k"));
    const edits = new Edits(image);
    const file = { name: "x", image, edits, kept: [], metered: {}, source: {}, working: null };
    const summary = () => summaryOf("x", file as unknown as OpenFile);
    expect(summary().diskReadable).toEqual({ original: false, replayed: false, edited: false });
    edits.apply({ kind: "write", space: "file", offset: 0, bytes: textToAscii("vhdxfile") });
    expect(edits.edited.outcome).toBe("opens");
    expect(summary().diskReadable).toEqual({ original: false, replayed: false, edited: true });
    expect(digestOf(edits.edited)).toBe(DISK);
  });
});

describe("a file without the signature", () => {
  /** A sound image whose first bytes are zeros up to an offset. */
  const wiped = (end: number, spoil: (image: ImageBuilder) => void = () => {}) => {
    const image = new ImageBuilder();
    for (let block = 0; block < 6; block++) image.place(block, image.data / MIB + block);
    image.fill(0, end, 0);
    spoil(image);
    return new OpenedImage(new CachedStore(image.store));
  };

  it("is known by any of its parts alone", () => {
    const only = {
      metadata: (image: ImageBuilder) => image.fill(image.bat.offset, 4096, 0),
      BAT: (image: ImageBuilder) => image.fill(image.metadata.offset, 4096, 0),
    };
    for (const [part, spoil] of Object.entries(only)) {
      const { identifier } = wiped(MIB, spoil);
      expect(identifier.isVhdx).toBe(true);
      expect(identifier.findings[0]?.message).toMatch(
        part === "BAT" ? /a block allocation table at/ : /the metadata at/,
      );
    }
    expect(wiped(64 * 1024).identifier.findings[0]?.message).toMatch(/header 1, header 2, region table 1/);
  });

  it("is no VHDX where no part is left", () => {
    const gone = wiped(MIB, (builder) => {
      builder.fill(builder.bat.offset, 4096, 0);
      builder.fill(builder.metadata.offset, 4096, 0);
    });
    expect(gone.outcome).toBe("not-vhdx");
    expect(gone.foreign).toMatch(/zeros only/);
  });

  it("is not mistaken for a VHDX that it holds", () => {
    const inner = new ImageBuilder();
    const outer = new MemoryStore(inner.store.size + MIB);
    outer.write(MIB, readUpTo(inner.store, 0, inner.store.size));
    outer.write(0, textToAscii("QFI\xfb"));
    const image = new OpenedImage(new CachedStore(outer));
    expect(image.outcome).toBe("not-vhdx");
    expect(image.foreign).toMatch(/qcow2/);
  });
});
