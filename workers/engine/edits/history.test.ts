import * as fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { EditAction } from "../../api/index.ts";
import { FULL } from "../../../e2e/support/full.ts";
import { crc32c, loadCrc32c } from "../../bytes/crc32c.ts";
import { VhdxError } from "../../shared/error.ts";
import { KIB, MIB } from "../../shared/numbers.ts";
import { runSteps } from "../../bytes/steps.ts";
import { CachedStore } from "../../store/cached-store.ts";
import { MemoryStore } from "../../store/memory-store.ts";
import { type ReadableStore, readUpTo } from "../../store/store.ts";
import { ImageBuilder } from "../../testing/vhdx/image-builder.ts";
import { createImage } from "../../vhdx/write/create.ts";
import { DiskWriter } from "../../vhdx/write/disk-writer.ts";
import { childDefaults, createChild } from "../chain/child.ts";
import { linkImages } from "../chain/link-images.ts";
import { diskBelow } from "../image/lineage.ts";
import { EditedStore } from "../image/layer.ts";
import { OpenedImage } from "../image/opened-image.ts";
import { Edits } from "./edits.ts";
import { listed } from "../../testing/words.ts";

beforeAll(loadCrc32c);

/** Histories of each image; one costs a second. */
const RUNS = FULL ? 40 : 2;
const SIZE = 8 * MIB;
const sizes = { size: SIZE, blockSize: MIB, logicalSectorSize: 512, physicalSectorSize: 512, logSize: MIB };

const open = (file: MemoryStore) => new OpenedImage(new CachedStore(file));

function diskOf(write: (writer: DiskWriter) => void, leaveDirty = false): OpenedImage {
  const file = new MemoryStore();
  runSteps(createImage(file, { type: "dynamic", ...sizes, blockState: 0, creator: "test" }));
  const writer = new DiskWriter(file);
  write(writer);
  if (!leaveDirty) writer.close();
  return open(file);
}

const some = (writer: DiskWriter) => {
  writer.write(MIB, new Uint8Array(64 * KIB).fill(1));
  writer.write(5 * MIB - 512, new Uint8Array(KIB).fill(2));
};

/** Blocks over each other, over structures and past the end of the file; reserved bits; a last block that is cut. */
function damaged(): OpenedImage {
  const builder = new ImageBuilder({ virtualSize: SIZE, blockSize: MIB, room: 4 * MIB });
  const data = builder.data / MIB;
  const entries = [
    [6, data],
    [6, data],
    [6, 1],
    [6, 900],
    [6, 901],
    [4, 0],
    [3, data + 1],
    [6, data + 3],
  ] as const;
  for (const [index, [state, mib]] of entries.entries()) {
    const raw = (BigInt(mib) << 20n) | BigInt(state);
    builder.store.write(builder.bat.offset + index * 8, new Uint8Array(BigUint64Array.of(raw).buffer));
  }
  builder.store.truncate(builder.store.size - 700 * KIB);
  return open(builder.store);
}

function child(): OpenedImage {
  const link = (name: string, image: OpenedImage, file: MemoryStore) => ({ id: name, name, file, image });
  const parentFile = new MemoryStore();
  runSteps(createImage(parentFile, { type: "dynamic", ...sizes, blockState: 0, creator: "test" }));
  const writer = new DiskWriter(parentFile);
  writer.write(0, new Uint8Array(SIZE).fill(3));
  writer.close();
  const parent = link("base.vhdx", open(parentFile), parentFile);
  const file = new MemoryStore();
  runSteps(createChild(file, parent.image, childDefaults(parent.image, parent.name)));
  const empty = link("child.avhdx", open(file), file);
  linkImages([parent, empty]);
  const below = new DiskWriter(file, undefined, diskBelow(empty.image, empty.image.best));
  below.write(2 * MIB + 100, new Uint8Array(3 * KIB).fill(4));
  below.close();
  const written = link("child.avhdx", open(file), file);
  linkImages([parent, written]);
  return written.image;
}

const IMAGES = {
  "a small disk": () => diskOf(some),
  "a disk with a log to replay": () => diskOf(some, true),
  "a disk with a damaged BAT": damaged,
  "a child": child,
} as const;

function digestOf(store: ReadableStore): string {
  const parts: Uint8Array[] = [];
  for (let at = 0; at < store.size; at += MIB) parts.push(readUpTo(store, at, MIB));
  return `${store.size} ${crc32c(...parts)}`;
}

/** All that is known of an image, as plain data. */
function knownOf(image: OpenedImage): unknown {
  const { own, log, identifier, headers, foreign } = image;
  const { regions, metadata, facts, geometry, occupied, findings } = own.structures;
  const { bat } = own;
  return {
    ...{ identifier, headers, foreign, regions, metadata, facts, geometry, findings },
    occupied: occupied.runs,
    log: log === null ? null : { ...log, ring: log.ring.place },
    bat: bat === null ? null : { ...bat, owners: listed(bat.owners), counts: Object.fromEntries(bat.counts) },
    // A file that is opened anew does not know of the changes that it holds.
    all: image.findings(own).filter(({ code }) => code !== "edit-lost-data"),
    outcome: image.outcome,
  };
}

/** The same of the edited file, opened anew. */
function openedAnew(edits: Edits, original: OpenedImage): OpenedImage {
  const file = new CachedStore(edits.store);
  const image = new OpenedImage(file, new EditedStore(edits.store, original.store.size));
  image.attach(original.lineage);
  return image;
}

const bytes = fc
  .record({ length: fc.constantFrom(1, 8, 512, 64 * KIB), value: fc.nat(255) })
  .map(({ length, value }) => new Uint8Array(length).fill(value));
const diskRun = { offset: fc.nat(SIZE), length: fc.constantFrom(1, 512, 70 * KIB, MIB, 2 * MIB) };

/** Where a structure stands that a write of the file may hit. */
function targets({ own, headers }: OpenedImage): readonly number[] {
  const { bat, regions } = own.structures;
  const metadata = regions.metadata?.offset ?? 0;
  const entries = [0, 1, 2, 3, 7, 8].map((index) => (bat?.offset ?? 0) + index * 8);
  return [0, 64 * KIB, 128 * KIB + 8, 192 * KIB + 40, headers.log?.offset ?? 0, metadata + 64, ...entries];
}

const entry = fc
  .record({ state: fc.constantFrom(0, 2, 3, 6, 6, 6, 7), mib: fc.integer({ min: 0, max: 14 }) })
  .map(({ state, mib }) => new Uint8Array(BigUint64Array.of((BigInt(mib) << 20n) | BigInt(state)).buffer));

const action = (image: OpenedImage): fc.Arbitrary<EditAction> =>
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant("write" as const),
        space: fc.constant("disk" as const),
        offset: fc.nat(SIZE),
        bytes,
      }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant("zero" as const), ...diskRun }) },
    fc.record({ kind: fc.constant("fill" as const), ...diskRun, pattern: fc.uint8Array({ maxLength: 3 }) }),
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant("write" as const),
        space: fc.constant("file" as const),
        offset: fc.constantFrom(...targets(image)),
        bytes: fc.oneof({ weight: 3, arbitrary: entry }, bytes),
      }),
    },
    fc.record({
      kind: fc.constant("set-field" as const),
      node: fc.constantFrom("header/1", "header/2", "metadata/item/2", "bat/entry/0", "bat/entry/3"),
      field: fc.constantFrom("sequenceNumber", "logLength", "virtualDiskSize", "state", "fileOffsetMb"),
      value: fc.constantFrom("0", "2", "6", "8", "4194304", "16777216"),
      mend: fc.boolean(),
    }),
    fc.constant<EditAction>({ kind: "apply-log" }),
    fc.constant<EditAction>({ kind: "discard-log" }),
  );

type Step =
  | { readonly act: "undo" | "redo" | "look" }
  | { readonly act: "edit"; readonly action: EditAction };

const steps = (image: OpenedImage): fc.Arbitrary<Step[]> =>
  fc.array(
    fc.oneof(
      { weight: 4, arbitrary: action(image).map((each): Step => ({ act: "edit", action: each })) },
      { weight: 3, arbitrary: fc.constant<Step>({ act: "undo" }) },
      { weight: 2, arbitrary: fc.constant<Step>({ act: "redo" }) },
    ),
    { minLength: 1, maxLength: 14 },
  );

function take(edits: Edits, step: Step): boolean {
  try {
    if (step.act === "edit") edits.apply(step.action);
    else if (step.act === "undo") edits.undo();
    else edits.redo();
    return true;
  } catch (thrown) {
    if (thrown instanceof VhdxError) return false;
    throw thrown;
  }
}

describe.each(Object.entries(IMAGES))("%s", (_, make) => {
  it("is after each edit, undo and redo what opening the edited file anew says", () => {
    fc.assert(
      fc.property(steps(make()), (history) => {
        const image = make();
        const edits = new Edits(image);
        /** What the file was with so many changes; those that were undone too. */
        let digests = [digestOf(image.store)];
        for (const step of history) {
          const before = edits.actions.length;
          const done = take(edits, step);
          const now = digestOf(edits.store);
          const count = edits.actions.length;
          if (step.act === "edit" && done) digests = [...digests.slice(0, before + 1), now];
          expect(now).toBe(digests[count]);
          expect(knownOf(edits.edited)).toEqual(knownOf(openedAnew(edits, image)));
        }
        while (!edits.isEmpty) edits.undo();
        expect([...edits.store.writtenRuns()]).toEqual([]);
        expect(edits.list().touched).toBe(0);
      }),
      { numRuns: RUNS },
    );
  });
});
