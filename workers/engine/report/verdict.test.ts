import { describe, expect, it } from "vitest";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { NIL_GUID } from "../../shared/guid.ts";
import { MIB } from "../../shared/numbers.ts";
import { textToAscii } from "../../shared/encoded-text.ts";
import { CachedStore } from "../../store/cached-store.ts";
import { MemoryStore } from "../../store/memory-store.ts";
import { CATALOGUE, type FindingCode } from "../../vhdx/findings/index.ts";
import { HEADER_OFFSETS } from "../../vhdx/headers/header-section.ts";
import { ImageBuilder, type ImageOptions, LOG_GUID } from "../../testing/vhdx/image-builder.ts";
import { NO_LINEAGE } from "../image/chain-member.ts";
import { UNATTENDED } from "../jobs/jobs.ts";
import { Edits } from "../edits/edits.ts";
import { OpenedImage } from "../image/opened-image.ts";
import { encode } from "../../bytes/struct.ts";
import { EXT_MAGIC, extSuperblock } from "../../volume/structs/ext.ts";
import { verdictOf } from "./verdict.ts";

await loadCrc32c();

const PARENT = { parent_linkage: `{${LOG_GUID}}`, relative_path: "..\\disks\\base.vhdx" };

/** A write that changes nothing. */
const WRITES = [{ fileOffset: 3 * MIB, sector: new Uint8Array(4096) }];

function opened(spoil: (image: ImageBuilder) => void = () => {}, options: ImageOptions = {}): OpenedImage {
  const image = new ImageBuilder(options);
  spoil(image);
  return new OpenedImage(new CachedStore(image.store));
}
const crashed = (entries: number, options: ImageOptions = {}) =>
  opened((image) => {
    image.setHeaders({ logGuid: LOG_GUID });
    for (let nth = 0; nth < entries; nth++)
      image.addLogEntry(nth * 8192, { sequenceNumber: BigInt(nth + 1), tail: 0, writes: WRITES });
  }, options);

describe("the verdict", () => {
  it.for<[string, OpenedImage, string, string]>([
    [
      "of a sound disk",
      opened(),
      "The container is intact: a dynamic disk of 64 MiB, closed properly.",
      "ok",
    ],
    [
      "of a fixed disk",
      opened(() => {}, { type: "fixed" }),
      "The container is intact: a fixed disk of 64 MiB, closed properly.",
      "ok",
    ],
    [
      "of a disk with a damaged copy",
      opened((image) => image.flip(HEADER_OFFSETS[0])),
      "The container opens: a dynamic disk of 64 MiB, closed properly. One thing to know: one of the two headers is damaged, and the other one is used.",
      "warning",
    ],
    [
      "of a crash",
      crashed(1),
      "The VM stopped in the middle of a write; 1 log entry must be replayed. The rest of the container is intact.",
      "warning",
    ],
    [
      "of a crash before any change",
      opened((image) => {
        image.setHeaders({ logGuid: LOG_GUID });
        image.addLogEntry(0, { sequenceNumber: 1n });
      }),
      "Not closed properly, but no change was under way: the log holds 1 entry without changes. The rest of the container is intact.",
      "warning",
    ],
    [
      "of a file that was cut off behind its tables",
      opened((image) => {
        [0, 1, 2].forEach((block) => image.place(block, image.data / MIB + block));
        image.store.truncate(image.data + MIB);
      }),
      "Damaged: a block of the disk lies past the end of the file, which was cut off or copied in part. Of the disk's 64 MiB, 2 MiB can't be read: from 1 MiB to 3 MiB. Everything else can be read; the disk must not be written until this is repaired.",
      "error",
    ],
    [
      "of a longer crash",
      crashed(3),
      "The VM stopped in the middle of a write; 3 log entries must be replayed. The rest of the container is intact.",
      "warning",
    ],
    [
      "of a crash without a log",
      crashed(0),
      "The disk can't be read: changes were being written when the host stopped, and the log that should complete them is incomplete. The disk as it was before those changes can be read, at your own risk.",
      "fatal",
    ],
    [
      "of a child",
      opened(() => {}, { type: "differencing", parent: PARENT }),
      "A differencing disk: it holds only what changed since its parent (base.vhdx), which is needed to read it whole. The container is intact.",
      "warning",
    ],
    [
      "of a child that crashed",
      crashed(2, { type: "differencing", parent: PARENT }),
      "A differencing disk: it holds only what changed since its parent (base.vhdx), which is needed to read it whole. The container is intact. The VM also stopped in the middle of a write; 2 log entries must be replayed.",
      "warning",
    ],
    [
      "of a child that has forgotten its parent",
      opened(() => {}, { type: "differencing" }),
      "The disk can't be read: the disk has a parent disk, but nothing says which disk that is. What this file holds itself can be read, at your own risk.",
      "fatal",
    ],
    [
      "of one broken entry",
      opened((image) => image.place(0, 1)),
      "Damaged: a block of the disk is said to lie where the file keeps its own tables. Of the disk's 64 MiB, 1 MiB can't be read: from 0 bytes to 1 MiB. Everything else can be read; the disk must not be written until this is repaired.",
      "error",
    ],
    [
      "of several",
      opened((image) => [0, 1, 2].forEach((block) => image.place(block, 0))),
      "Damaged: a block of the disk is said to lie at the very start of the file, where none can lie. Of the disk's 64 MiB, 3 MiB can't be read: from 0 bytes to 3 MiB. Everything else can be read; the disk must not be written until this is repaired.",
      "error",
    ],
    [
      "of more than are listed",
      opened(
        (image) =>
          Array.from({ length: 64 }).forEach((_, nth) =>
            [0, 1, 2, 3].forEach((part) => image.place(nth * 4 + part, 0)),
          ),
        { virtualSize: 256 * MIB },
      ),
      "Damaged: a block of the disk is said to lie at the very start of the file, where none can lie. All of the disk, 256 MiB, can't be read. It must not be written until this is repaired.",
      "error",
    ],
    [
      "of a disk that is beyond help",
      opened((image) => HEADER_OFFSETS.forEach((offset) => image.flip(offset))),
      "The disk can't be read: both headers, from which everything else is found, are damaged. The disk's contents are most likely still there. It is unknown where the log lies and whether it holds changes that were never applied. The disk can be read all the same, at your own risk.",
      "fatal",
    ],
    [
      "of a file that was cut off",
      opened((image) => image.store.truncate(300_000)),
      "The disk can't be read: only the very start of a VHDX is here; the rest was cut off. The size of the disk was in the missing part. 1 more fatal fault is listed below. This file holds none of the disk's contents.",
      "fatal",
    ],
    [
      "of a file that ends inside its blocks",
      opened((image) => {
        for (const block of [1, 2, 3, 9, 20, 30, 40]) image.place(block, image.data / MIB + block);
        image.store.truncate(image.data + 2.5 * MIB);
      }),
      "Damaged: the file ends in the middle of a block of the disk: it was cut off or copied in part. Of the disk's 64 MiB, 5.50 MiB can't be read: from 2.50 MiB to 4 MiB, from 9 MiB to 10 MiB, from 20 MiB to 21 MiB, and in 2 more ranges. Everything else can be read; the disk must not be written until this is repaired.",
      "error",
    ],
    [
      "of a file that ends before its table of blocks",
      opened((image) => image.store.truncate(image.bat.offset)),
      "Damaged: one part of the file lies past its end: it was cut off, or copied in part. All of the disk, 64 MiB, can't be read. It must not be written until this is repaired.",
      "error",
    ],
    [
      "of an impossible place for an empty log",
      opened((image) => image.setHeaders({ logOffset: 0n, logGuid: NIL_GUID })),
      "The disk can't be read: the log, which keeps the file safe while it is written, is said to lie over the file's own beginning. The disk can be read all the same, at your own risk.",
      "fatal",
    ],
    [
      "of something else",
      new OpenedImage(new CachedStore(new MemoryStore(textToAscii("PK\x03\x04")))),
      "This is a zip archive, not a VHDX; if the disk is inside, extract it first.",
      "fatal",
    ],
  ])("%s", ([, image, sentence, severity]) => {
    const verdict = verdictOf(image);
    expect(verdict.sentence).toBe(sentence);
    expect(verdict.severity).toBe(severity);
    expect(verdict.unchecked).toEqual([]);
    expect(verdict.next.length).toBeGreaterThan(0);
    for (const { text, action } of verdict.next) {
      expect(text).toMatch(/^[A-Z]/);
      expect(action).toMatch(/^[a-z]+\.[a-z-]+$/);
    }
  });

  it("offers to read anyway where that is possible, and only until it was done", () => {
    const image = crashed(0);
    const actions = () => verdictOf(image).next.map(({ action }) => action);
    expect(actions()[0]).toBe("image.read-anyway");
    image.enableReadAnyway();
    expect(actions()).not.toContain("image.read-anyway");
  });

  it("says what has not been looked at, and takes nothing back once it has", async () => {
    const image = opened(() => {}, { logLength: 8 * MIB });
    expect(verdictOf(image).unchecked).toEqual(["The log beyond its place and size."]);
    expect(verdictOf(image).sentence).toMatch(/^Nothing was found wrong with the container so far: /);
    await image.scan(UNATTENDED);
    expect(verdictOf(image).unchecked).toEqual([]);
    expect(verdictOf(image).sentence).toMatch(/^The container is intact: /);
  });
});

describe("the verdict of a child", () => {
  it("that crashed and lacks its parent leads to the replay too", () => {
    const actions = (image: OpenedImage) => verdictOf(image).next.map(({ action }) => action);
    const child = crashed(2, { type: "differencing", parent: PARENT });
    expect(child.outcome).toBe("needs-parent");
    expect(actions(child)).toEqual(["screen.map", ...actions(crashed(2))]);
  });

  it("names the parents that it is read through, and the crash of one of them", () => {
    const child = opened(() => {}, { type: "differencing", parent: PARENT });
    const parent = (logGuid: string) =>
      opened((image) => {
        image.setHeaders({ dataWriteGuid: LOG_GUID, logGuid });
        image.addLogEntry(0, { sequenceNumber: 1n, writes: WRITES });
      });
    const sentence = (image: OpenedImage) => {
      const file = { id: "parent", name: "base.vhdx", file: image.store, image };
      child.attach({ ...NO_LINEAGE, parent: file, chosen: "match" });
      return verdictOf(child).sentence;
    };
    expect(sentence(parent(NIL_GUID))).toBe(
      "The container is intact: a differencing disk of 64 MiB, closed properly. It is read through 1 parent disk.",
    );
    expect(sentence(parent(LOG_GUID))).toBe(
      "A differencing disk whose parent crashed while writing: the parent's log is replayed to read it. It is read through 1 parent disk. The rest of the container is intact.",
    );
  });
});

/** Bytes of the virtual disk, in blocks that follow each other in the file. */
function put(image: ImageBuilder, offset: number, bytes: Uint8Array): void {
  const block = Math.floor(offset / MIB);
  image.place(block, image.data / MIB + block);
  image.store.write(image.data + offset, bytes);
}

const ext = (state: number) =>
  encode(extSuperblock, {
    magic: EXT_MAGIC,
    blocksLow: 65_536,
    firstBlock: 1,
    blocksPerGroup: 8192,
    inodesPerGroup: 1024,
    state,
  });

/** The verdict once the disk was looked at. */
function lookedAt(image: OpenedImage, layer = image.best) {
  image.look(layer);
  return verdictOf(image, layer);
}

describe("the verdict on what is inside", () => {
  it("is said behind that on the container, and makes the light what its findings are", () => {
    const whole = lookedAt(opened((image) => put(image, 1024, ext(1))));
    expect(whole.sentence).toBe(
      "The container is intact: a dynamic disk of 64 MiB, closed properly. Inside: ext2.",
    );
    expect(whole.severity).toBe("ok");
    const marked = opened((image) => put(image, 1024, ext(3)));
    const { sentence, severity, next } = lookedAt(marked);
    expect(sentence).toMatch(
      /^A file system on the disk is marked as having errors\. .* The container is intact: .* Inside: ext2, marked as having errors\.$/,
    );
    expect(severity).toBe("warning");
    // The bytes of the disk would answer nothing.
    expect(next[0]?.action).toBe("screen.export");
    expect(marked.findings(marked.best)).toMatchObject([
      { code: "inside-marked-errors", severity: "warning" },
    ]);
  });

  it("gives no green light where nothing was recognised, and says so of an empty disk", () => {
    const unknown = lookedAt(opened((image) => put(image, 0, new Uint8Array(MIB).fill(0x5a))));
    expect(unknown.sentence).toMatch(
      / Inside: no partition table and no file system known to Platter at its start; the rest was not searched\.$/,
    );
    expect(unknown.severity).toBe("info");
    const empty = lookedAt(opened());
    expect(empty.sentence).toMatch(/ Inside: nothing, as no block of the disk is stored\.$/);
    expect(empty.severity).toBe("ok");
  });

  it("says nothing of a child's contents that are in its missing parent", () => {
    const child = lookedAt(opened(() => {}, { type: "differencing", parent: PARENT }));
    expect(child.sentence).not.toContain("Inside");
  });

  it("is that of the layer: what the log holds is inside after the replay alone", () => {
    const image = opened((builder) => {
      builder.place(0, builder.data / MIB);
      builder.setHeaders({ logGuid: LOG_GUID });
      const sector = new Uint8Array(4096);
      sector.set(ext(1), 1024);
      builder.addLogEntry(0, { sequenceNumber: 1n, writes: [{ fileOffset: builder.data, sector }] });
    });
    expect(lookedAt(image).sentence).toMatch(/must be replayed\. .* Inside: ext2\.$/);
    const original = image.layer({ name: "original", upTo: null });
    expect(lookedAt(image, original).sentence).toMatch(
      /Shown is the disk as it was before that\. Inside: no partition table/,
    );
  });
});

describe("the verdict on pending changes", () => {
  it("follows a fix, and a field that is set by hand", () => {
    const image = opened((builder) => builder.place(0, 1));
    const edits = new Edits(image);
    expect(verdictOf(image).severity).toBe("error");
    edits.apply({ kind: "fix", fix: "bat-entry-zero/0" });
    expect(verdictOf(edits.edited).severity).not.toBe("error");
    const sound = new Edits(opened());
    const field = { kind: "set-field", node: "header/1", field: "sequenceNumber", mend: false } as const;
    sound.apply({ ...field, value: "99" });
    const { sentence, severity } = verdictOf(sound.edited);
    expect(sentence).toMatch(/^The container opens: .*one of the two headers is damaged/);
    expect(severity).toBe("warning");
  });

  it.for(["bat-lost-zero", "file-extend"])(
    "says how much reads as zeros since %s, until data is written there, and what was lost",
    (fix) => {
      const image = opened((builder) => {
        for (const block of [3, 4, 9]) builder.place(block, builder.store.size / MIB + block);
        builder.place(0, builder.data / MIB);
      });
      const edits = new Edits(image);
      edits.apply({ kind: "fix", fix });
      const verdict = verdictOf(edits.edited);
      expect(verdict.sentence).toBe("Opens, but 3 MiB in 2 ranges read as zeros: run a file system check.");
      expect(verdict.severity).toBe("warning");
      const found = edits.edited.findings(edits.edited.best);
      expect(found.filter(({ severity }) => severity === "warning").map(({ code }) => code)).toEqual([
        "edit-lost-data",
      ]);
      expect(edits.list().done[0]?.loss).toMatch(/^3 MiB of the disk are no longer in the file/);
      edits.apply({ kind: "write", space: "disk", offset: 9 * MIB, bytes: new Uint8Array(MIB).fill(7) });
      expect(verdictOf(edits.edited).sentence).toContain("2 MiB in 1 range read");
      edits.undo();
      edits.undo();
      expect(verdictOf(edits.edited).severity).toBe("error");
    },
  );

  it("counts what is lost of a block that then got a copy of what is left", () => {
    const image = opened((builder) => {
      const last = builder.store.size / MIB - 1;
      for (const block of [3, 9]) builder.place(block, last);
      builder.store.truncate(builder.store.size - MIB / 2);
    });
    const edits = new Edits(image);
    edits.apply({ kind: "fix", fix: "bat-lost-zero" });
    edits.apply({ kind: "fix", fix: "bat-entry-copy/9" });
    expect(edits.list().done.map(({ loss }) => loss?.slice(0, 5) ?? null)).toEqual(["1 MiB", null]);
    expect(verdictOf(edits.edited).sentence).toContain("1 MiB in 2 ranges read as zeros");
  });

  it("does not call zeros a loss that the user wrote", () => {
    const edits = new Edits(opened((builder) => builder.place(0, builder.data / MIB)));
    edits.apply({ kind: "zero", offset: 0, length: MIB });
    expect(edits.edited.lostByEdits).toBeNull();
    expect(verdictOf(edits.edited).sentence).toMatch(/^The container is intact/);
  });

  it("says what a discarded log held", () => {
    const edits = new Edits(crashed(2));
    edits.apply({ kind: "discard-log" });
    expect(edits.list().done[0]?.loss).toBe("2 log entries that were never applied are lost.");
    expect(verdictOf(edits.edited).sentence).toBe(
      "Opens, but not without loss: 2 log entries that were never applied are lost.",
    );
  });
});

describe("the words for what stands in the user's way", () => {
  const worded = (Object.keys(CATALOGUE) as FindingCode[]).filter((code) => CATALOGUE[code].plain !== null);

  it("are there for every such finding, and for no other", () => {
    const severe = Object.entries(CATALOGUE).filter(([, { severity }]) => severity !== "info");
    expect(worded).toEqual(severe.map(([code]) => code));
  });

  // Headers and region tables are named, as words that people search for.
  it("are a clause without the format's own terms, and so is what a fault means", () => {
    for (const code of worded) {
      const { plain: words, means, severity } = CATALOGUE[code];
      expect(words).toMatch(/^[a-z].*[^.]$/);
      expect(severity === "fatal" ? `${words} ${means}` : words).not.toMatch(
        /\b(BAT|GUIDs?|MS-VHDX|[A-Z]+_[A-Z_]+|metadata|regions?(?! tables?\b)|payload|bitmaps?|CRC|checksums?)\b/i,
      );
    }
  });
});
