import { caseFile } from "../../workers/testing/cases.ts";
import { RULE_CASES } from "../../workers/testing/malformed/catalogue/all.ts";
import { kinOf } from "../../workers/testing/malformed/catalogue/case.ts";
import { DAMAGED } from "../../workers/testing/vhdx/damaged-images.ts";
import { ImageBuilder } from "../../workers/testing/vhdx/image-builder.ts";
import { pattern } from "../../workers/testing/vhdx/scenario-bases.ts";
import { type SeenDisk, seenDisk } from "../../workers/testing/vhdx/seen-disk.ts";
import { MIB } from "../../workers/shared/numbers.ts";
import { MemoryStore } from "../../workers/store/memory-store.ts";
import { CATALOGUE, type FindingCode } from "../../workers/vhdx/findings/index.ts";

/** A damaged image, and its disk as it was before the damage where that is known. */
export interface DamagedImage {
  readonly name: string;
  readonly store: MemoryStore;
  readonly sound: SeenDisk | null;
}

/** Fewer blocks than this leave no room for blocks that the damage does not concern. */
const FEW_BLOCKS = 16;
const FURNISHED = [3, 5];
const LARGE_BLOCK = 2 * MIB;

const patterns = new Map<string, Uint8Array>();

/** Bytes without a zero, another run for each `tag`; made once. */
function contentOf(tag: number, length: number): Uint8Array {
  const key = `${tag} ${length}`;
  const content = patterns.get(key) ?? pattern(tag, length);
  patterns.set(key, content);
  return content;
}

/**
 * Stores two blocks near the end of the disk, at the end of the file, so that a fix has something to lose. Leaves disks of few or large
 * blocks as they are.
 */
function furnish(image: ImageBuilder): void {
  const { payloadBlocks, blockSize } = image.geometry;
  if (payloadBlocks < FEW_BLOCKS || blockSize > LARGE_BLOCK) return;
  for (const [nth, fromEnd] of FURNISHED.entries()) {
    const offset = image.store.size;
    image.place(payloadBlocks - fromEnd, offset / MIB);
    image.store.write(offset, contentOf(nth + 1, blockSize));
  }
}

const soundDisks = new Map<string, SeenDisk | null>();

/** The disk of a sound image; images of the same options are the same. */
function soundDisk({ store }: ImageBuilder, options: string): SeenDisk | null {
  const known = soundDisks.get(options);
  const seen = known === undefined ? seenDisk(store) : known;
  soundDisks.set(options, seen);
  return seen;
}

function damaged(
  name: string,
  options: ConstructorParameters<typeof ImageBuilder>[0],
  spoil: (image: ImageBuilder) => void,
): DamagedImage {
  const image = new ImageBuilder(options);
  furnish(image);
  const sound = soundDisk(image, JSON.stringify(options ?? null));
  spoil(image);
  return { name, store: image.store, sound };
}

/** Damaged images, by a function that makes each: the smallest one of each code of the catalogue, and more. */
export const IMAGES: readonly (() => DamagedImage)[] = [
  ...(Object.keys(CATALOGUE) as FindingCode[]).map((code) => () => {
    const rule = RULE_CASES[code];
    return damaged(code, rule.options, (image) => rule.spoil(image, kinOf(rule)));
  }),
  ...DAMAGED.map(
    ({ name, options, spoil }) =>
      () =>
        damaged(name, options, spoil),
  ),
];

const CASES = [
  "engine/header-sequence-exhausted",
  "engine/log-version-1-clean",
  "engine/shared-and-cut-off",
  "engine/set-field-log-entry",
  "state5",
];

/** Damaged images of other makers, from the cases. */
export const CASE_IMAGES: readonly (() => Promise<DamagedImage>)[] = CASES.map((name) => async () => ({
  name,
  store: new MemoryStore(await caseFile(name)),
  sound: null,
}));
