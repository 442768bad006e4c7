import { beforeAll, expect, it } from "vitest";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { MIB } from "../../shared/numbers.ts";
import { CachedStore } from "../../store/cached-store.ts";
import type { ReadableStore } from "../../store/store.ts";
import { HEADER_OFFSETS } from "../../vhdx/headers/header-section.ts";
import { ImageBuilder, LOG_GUID } from "../../testing/vhdx/image-builder.ts";
import { sectorOf } from "../../testing/vhdx/log-builder.ts";
import { OpenedImage } from "../image/opened-image.ts";
import { Edits } from "./edits.ts";
import { nextSafeId, repairsOf } from "./repairs.ts";

beforeAll(loadCrc32c);

function edited(spoil: (builder: ImageBuilder) => void) {
  const builder = new ImageBuilder();
  spoil(builder);
  const image = new OpenedImage(new CachedStore(builder.store));
  return { builder, image, edits: new Edits(image) };
}

function bytesOf(store: ReadableStore): Buffer {
  const bytes = new Uint8Array(store.size);
  store.read(0, bytes);
  return Buffer.from(bytes);
}

const damaged = (builder: ImageBuilder) => {
  builder.fill(HEADER_OFFSETS[0], 2000, 9);
  builder.place(1, builder.data / MIB);
  builder.place(2, builder.data / MIB);
};

const fix = (id: string) => ({ kind: "fix", fix: id }) as const;

it("makes the same of a fix again after an undo, with the same GUIDs, and tells it in words with its place", () => {
  const { builder, edits } = edited(damaged);
  const before = bytesOf(builder.store);
  edits.apply(fix("header-from-copy/1"));
  const once = bytesOf(edits.store);
  edits.apply(fix("bat-entry-copy/2"));
  const twice = bytesOf(edits.store);
  expect(edits.list().done).toMatchObject([
    { sentence: "Rebuild header 1 from header 2", space: "file", offset: HEADER_OFFSETS[0], node: null },
    { sentence: "Give block 2 a copy of its own", space: "file", offset: builder.bat.offset + 16, length: 8 },
  ]);
  edits.undo();
  expect(bytesOf(edits.store).equals(once)).toBe(true);
  expect(edits.list().undone).toMatchObject([{ sentence: "Give block 2 a copy of its own" }]);
  edits.redo();
  expect(bytesOf(edits.store).equals(twice)).toBe(true);
  edits.clear();
  expect(bytesOf(edits.store).equals(before)).toBe(true);
  expect(bytesOf(builder.store).equals(before)).toBe(true);
});

it("leaves everything as it was where a fix is not offered", () => {
  const { edits } = edited(damaged);
  edits.apply(fix("header-from-copy/1"));
  const once = bytesOf(edits.store);
  expect(() => edits.apply(fix("header-from-copy/1"))).toThrow("nothing left that this fix could mend");
  expect(bytesOf(edits.store).equals(once)).toBe(true);
});

it("offers for the edited disk what is left, and goes on until nothing safe is", () => {
  const { image, edits } = edited(damaged);
  expect(repairsOf(image, false)).toMatchObject({ safe: 2, complete: true });
  const made = new Set<string>();
  for (let id = nextSafeId(image, made); id !== null; id = nextSafeId(edits.edited, made)) {
    edits.apply(fix(id));
    made.add(id);
  }
  expect([...made]).toEqual(["header-from-copy/1", "bat-entry-copy/2"]);
  expect(repairsOf(edits.edited, true).faults.filter(({ findings }) => findings.length > 0)).toEqual([]);
  expect(edits.edited.outcome).toBe("opens");
});

it("applies a log that asks for it before it mends what lies behind", () => {
  const { edits } = edited((builder) => {
    builder.setHeaders({ logGuid: LOG_GUID });
    const sector = sectorOf(0);
    // Entry 3 with reserved bits: only the replay brings the fault.
    sector[24] = 0x80;
    builder.addLogEntry(0, {
      flushedFileOffset: BigInt(builder.store.size),
      lastFileOffset: BigInt(builder.store.size),
      writes: [{ fileOffset: builder.bat.offset, sector }],
    });
  });
  edits.apply(fix("bat-reserved-bits"));
  const { headers, best } = edits.edited;
  expect(headers.dirty).toBe(false);
  expect(best.structures.bat?.raw(3)).toBe(0n);
});
