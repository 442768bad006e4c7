import { beforeAll, describe, expect, it } from "vitest";
import type { EditAction } from "../../api/index.ts";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { KIB, MIB } from "../../shared/numbers.ts";
import { runSteps } from "../../bytes/steps.ts";
import { CachedStore } from "../../store/cached-store.ts";
import { MemoryStore } from "../../store/memory-store.ts";
import { ImageBuilder, LOG_GUID } from "../../testing/vhdx/image-builder.ts";
import { createImage } from "../../vhdx/write/create.ts";
import { OpenedImage } from "../image/opened-image.ts";
import { Edits } from "./edits.ts";

beforeAll(loadCrc32c);

function newEdits(): Edits {
  const store = new MemoryStore();
  runSteps(
    createImage(store, {
      type: "dynamic",
      size: 8 * MIB,
      blockSize: MIB,
      logicalSectorSize: 512,
      physicalSectorSize: 512,
      logSize: MIB,
      blockState: 0,
      creator: "test",
    }),
  );
  return new Edits(new OpenedImage(new CachedStore(store)));
}

const write = (offset: number, value: number, length = 512): EditAction => ({
  kind: "write",
  space: "disk",
  offset,
  bytes: new Uint8Array(length).fill(value),
});

function firstBytes(edits: Edits, count: number): number[] {
  const bytes = new Uint8Array(count);
  edits.edited.disk(edits.edited.own).read(0, bytes);
  return [...bytes];
}

describe("restore", () => {
  it("makes the changes of an earlier visit before those that are pending already", () => {
    const edits = newEdits();
    edits.apply(write(0, 2, 2));
    edits.restore([write(0, 1, 4), write(64 * KIB, 3)]);
    expect(edits.actions).toEqual([write(0, 1, 4), write(64 * KIB, 3), write(0, 2, 2)]);
    expect(firstBytes(edits, 5)).toEqual([2, 2, 1, 1, 0]);
    edits.undo();
    expect(firstBytes(edits, 5)).toEqual([1, 1, 1, 1, 0]);
  });

  it("leaves everything as it was where one of them can't be made", () => {
    const edits = newEdits();
    edits.apply(write(0, 2));
    edits.apply(write(0, 9));
    edits.undo();
    expect(() => edits.restore([write(0, 1), write(8 * MIB, 1)])).toThrow("The virtual disk ends at 8 MiB.");
    expect(edits.actions).toEqual([write(0, 2)]);
    expect(firstBytes(edits, 1)).toEqual([2]);
    edits.redo();
    expect(firstBytes(edits, 1)).toEqual([9]);
  });
});

describe("the plan of fixes", () => {
  it("is of the file as it is after each change, undo and redo", () => {
    const edits = newEdits();
    const faults = () => runSteps(edits.plan.prepare()).faults.map((fault) => fault?.id);
    const whole = faults();
    edits.apply({ kind: "write", space: "file", offset: 64 * KIB, bytes: new Uint8Array(4096) });
    const hurt = faults();
    expect(hurt).not.toEqual(whole);
    edits.undo();
    expect(faults()).toEqual(whole);
    edits.redo();
    expect(faults()).toEqual(hurt);
    edits.clear();
    expect(faults()).toEqual(whole);
  });
});

describe("a write to bytes of the file", () => {
  const raw = (offset: number, length: number): EditAction => ({
    kind: "write",
    space: "file",
    offset,
    bytes: new Uint8Array(length).fill(1),
  });

  it("goes up to the file's last byte, and no further", () => {
    const edits = newEdits();
    const { size } = edits;
    edits.apply(raw(size - 2, 2));
    expect(edits.actions).toHaveLength(1);
    expect(() => edits.apply(raw(size - 1, 2))).toThrow("The file ends at");
    expect(edits.actions).toHaveLength(1);
  });

  it("counts as bytes touched, wherever they lie", () => {
    const edits = newEdits();
    expect(edits.list().touched).toBe(0);
    edits.apply(raw(512, 512));
    const first = edits.list().touched;
    expect(first).toBeGreaterThanOrEqual(512);
    edits.apply(raw(edits.size - 512, 512));
    expect(edits.list().touched).toBe(2 * first);
    edits.undo();
    edits.undo();
    expect(edits.list().touched).toBe(0);
  });

  it("leaves a log that has to be replayed as it is, where a write to the disk replays it before", () => {
    const dirtyAfter = (space: "disk" | "file") => {
      const image = new ImageBuilder();
      image.addLogEntry(0, {});
      image.setHeaders({ logGuid: LOG_GUID });
      const edits = new Edits(new OpenedImage(new CachedStore(image.store)));
      edits.apply({ kind: "write", space, offset: 512, bytes: new Uint8Array(512) });
      return edits.edited.headers.dirty;
    };
    expect(dirtyAfter("file")).toBe(true);
    expect(dirtyAfter("disk")).toBe(false);
  });
});
