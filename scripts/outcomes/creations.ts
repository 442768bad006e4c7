import { runSteps } from "../../workers/bytes/steps.ts";
import { GIB, KIB, MIB, TIB } from "../../workers/shared/numbers.ts";
import { RecordingStore } from "../../workers/testing/store/recording-store.ts";
import { countedGuids } from "../../workers/testing/vhdx/one-by-one.ts";
import { MemoryStore } from "../../workers/store/memory-store.ts";
import {
  type CreateOptions,
  createProblem,
  hyperVDefaults,
  qemuDefaults,
} from "../../workers/vhdx/write/create-options.ts";
import { createImage, newFileSize } from "../../workers/vhdx/write/create.ts";
import { digestOf, storeDigest } from "./digest.ts";
import type { Lines } from "./lines.ts";

const SIZES = [
  512,
  MIB,
  3 * MIB + 512,
  GIB,
  GIB + 512,
  100 * GIB,
  100 * GIB + 512,
  2 * TIB,
  32 * TIB,
  32 * TIB + 512,
  64 * TIB,
];

/** Files with more bytes than this in their BAT take seconds. */
const MOST_BLOCKS = 200_000;

const SMALL: CreateOptions = { ...qemuDefaults(9 * MIB), blockSize: MIB };

/** New disks, by name: what each tool makes, and options at their limits. */
export const CREATIONS: Readonly<Record<string, CreateOptions>> = Object.fromEntries<CreateOptions>([
  ...SIZES.map((size): [string, CreateOptions] => [`Hyper-V ${size}`, hyperVDefaults(size)]),
  ...SIZES.map((size): [string, CreateOptions] => [`QEMU ${size}`, qemuDefaults(size)]),
  ["fixed", { ...SMALL, type: "fixed" }],
  ["fixed, last block short", { ...SMALL, type: "fixed", size: 9 * MIB + 512, blockSize: 2 * MIB }],
  ["fixed of 5 GiB", { ...SMALL, type: "fixed", size: 5 * GIB, blockSize: 32 * MIB }],
  ["large sectors", { ...SMALL, logicalSectorSize: 4096, physicalSectorSize: 4096 }],
  ["large sectors, odd size", { ...SMALL, logicalSectorSize: 4096, size: 9 * MIB + 512 }],
  ["odd size", { ...SMALL, size: 9 * MIB + 1 }],
  ["no size", { ...SMALL, size: 0 }],
  ["a part of a byte", { ...SMALL, size: 0.5 }],
  ["too large", { ...SMALL, size: 64 * TIB + 512 }],
  ["sectors of 1024", { ...SMALL, logicalSectorSize: 1024 }],
  ["physical sectors of 1024", { ...SMALL, physicalSectorSize: 1024 }],
  ...[512 * KIB, 256 * MIB, 512 * MIB, 3 * MIB].map((blockSize): [string, CreateOptions] => [
    `blocks of ${blockSize}`,
    { ...SMALL, blockSize },
  ]),
  ...[0, MIB + 512, 256 * MIB, 257 * MIB].map((logSize): [string, CreateOptions] => [
    `log of ${logSize}`,
    { ...SMALL, logSize },
  ]),
  ["longest creator", { ...SMALL, creator: "x".repeat(256) }],
  ["too long a creator", { ...SMALL, creator: "x".repeat(257) }],
  ["NOT_PRESENT", { ...SMALL, blockState: 0 }],
]);

/** What a new disk is like. */
export function creationLines(lines: Lines, options: CreateOptions): void {
  lines.say(createProblem(options));
  lines.add("options", digestOf({ ...options, creator: options.creator.length }));
  if (createProblem(options) !== null) return lines.add("refused");
  lines.add("file of", newFileSize(options));
  if (options.size / options.blockSize > MOST_BLOCKS) return;
  const store = new RecordingStore(new MemoryStore());
  runSteps(createImage(store, options, countedGuids()));
  const written = [...store.writtenRuns()].map(({ start, end }) => [
    start,
    end,
    storeDigest(store, start, end),
  ]);
  lines.add("made", store.size, `bytes ${digestOf(written)}`, `writes ${digestOf(store.operations)}`);
}
