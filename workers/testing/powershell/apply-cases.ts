import { createHash } from "node:crypto";
import { mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { GIB, KIB, MIB } from "../../shared/numbers.ts";
import { OverlayStore } from "../../store/overlay-store.ts";
import type { ReadableStore } from "../../store/store.ts";
import { buildPatch, type PatchInput } from "../../engine/exports/patch/build.ts";
import { patchTexts } from "../../engine/exports/patch/files.ts";
import { UNATTENDED } from "../../engine/jobs/jobs.ts";
import { ORIGINAL, samplePatch } from "../engine/sample-patch.ts";
import { type Ask, fillFolder, playPython, type RunStep, type Step } from "./play.ts";

export type Files = Readonly<Record<string, string | Uint8Array>>;

/** Name of the image in every case. */
export const IMAGE = "disk.vhdx";

/** What a patch's archive holds, by name. */
export async function patchFiles(input: PatchInput): Promise<Files> {
  const built = await buildPatch(input, UNATTENDED);
  const texts = patchTexts(built, []).map(({ name, text }) => [name, text] as const);
  return { ...Object.fromEntries(texts), "patch.bin": new Uint8Array(await built.bin.arrayBuffer()) };
}

/** The name of the file that keeps the old bytes. */
export const undoName = (patch: Files): string =>
  `${IMAGE}.${createHash("sha256")
    .update(patch["patch.json"] ?? "")
    .digest("hex")
    .slice(0, 16)}.platter-undo`;

/** A run of the script in `patch` on the image in `folder`. */
export const runOn = (ask: Ask, folder: string, patch: string, more: Partial<RunStep> = {}): RunStep => ({
  ...{ do: "run", ask, folder: patch, target: path.join(folder, IMAGE) },
  ...more,
});

/** The bytes with one that is another. */
export function flipped(bytes: Uint8Array, at: number): Uint8Array {
  const other = bytes.slice();
  other[at] = ~(other[at] ?? 0);
  return other;
}

const longer = (bytes: Uint8Array) => Uint8Array.from([...bytes, 0]);
const shorter = (bytes: Uint8Array) => bytes.subarray(0, -1);

/** The sample with a part of the second group written: `size` of the image, and where the new bytes end. */
function begun(size: number, end: number): Uint8Array {
  const image = new Uint8Array(size);
  image.set(ORIGINAL);
  image.set(samplePatch().result.subarray(300 * 1024, end), 300 * 1024);
  return image;
}

/**
 * Makes a folder for each state in which a run can meet the image of the sample patch, by name.
 *
 * @param patch folder of the unpacked patch
 */
export function makeStates(root: string, patch: string): ReadonlyMap<string, string> {
  const { result } = samplePatch();
  const first = fillFolder(path.join(root, "kept"), { [IMAGE]: ORIGINAL });
  playPython([runOn("apply", first, patch)], root);
  const undo = undoName({ "patch.json": readFileSync(path.join(patch, "patch.json"), "utf8") });
  const kept = new Uint8Array(readFileSync(path.join(first, undo)));
  const part = begun(ORIGINAL.length, 304 * 1024);
  const all: Readonly<Record<string, readonly [image: Uint8Array, kept?: Uint8Array]>> = {
    original: [ORIGINAL],
    applied: [result, kept],
    begun: [part, kept],
    "other old bytes": [flipped(ORIGINAL, 305 * 1024)],
    "applied, nothing kept": [result],
    "applied, kept damaged": [result, flipped(kept, 100)],
    "applied, kept cut": [result, shorter(kept)],
    "applied, kept longer": [result, longer(kept)],
    "applied, then used": [flipped(result, 302 * 1024), kept],
    "other bytes elsewhere": [flipped(ORIGINAL, 0)],
    "longer by one byte": [longer(ORIGINAL)],
    "shorter by one byte": [shorter(ORIGINAL)],
    empty: [new Uint8Array(0)],
    "begun and grown": [begun(result.length, 306 * 1024 + 7), kept],
    "begun and too long": [begun(result.length + 1, 306 * 1024), kept],
    "begun, then used": [flipped(part, 310 * 1024), kept],
    "begun, last byte of a range used": [flipped(part, 312 * 1024 - 1), kept],
    "begun, nothing kept": [part],
    "begun, kept damaged": [part, flipped(kept, kept.length - 1)],
  };
  const made = new Map<string, string>();
  for (const [name, [image, saved]] of Object.entries(all)) {
    const files = saved === undefined ? { [IMAGE]: image } : { [IMAGE]: image, [undo]: saved };
    made.set(name, fillFolder(path.join(root, "states", name), files));
  }
  const none = path.join(root, "states", "no image");
  mkdirSync(none);
  return made.set("no image", none);
}

/** Each state met by each task, and what comes of several tasks in a row. */
export function stateSteps(states: ReadonlyMap<string, string>, patch: string, own: string): readonly Step[] {
  return [...states].flatMap(([name, from], nth) =>
    (["dry-run", "apply", "undo"] as const).flatMap((ask): readonly Step[] => {
      const folder = path.join(own, `${nth} ${name}, ${ask}`);
      const run = (each: Ask): Step => runOn(each, folder, patch);
      const look: Step = { do: "look", folder };
      const then =
        name === "original" && ask === "apply" ? (["apply", "undo", "undo", "apply"] as const) : [];
      return [
        { do: "copy", from, to: folder },
        ...[ask, ...then].flatMap((each): Step[] => [run(each), look]),
      ];
    }),
  );
}

/** A patch's files with something in them that is damaged, by what it is. */
export function damagedPatches(patch: Files): ReadonlyMap<string, Files> {
  const bin = patch["patch.bin"] as Uint8Array;
  const text = patch["patch.json"] as string;
  const json = (what: string | RegExp, by: string) => ({ ...patch, "patch.json": text.replace(what, by) });
  const without = (name: string) =>
    Object.fromEntries(Object.entries(patch).filter(([each]) => each !== name));
  return new Map<string, Files>([
    ["a flipped bit", { ...patch, "patch.bin": flipped(bin, 100) }],
    ["patch.bin cut", { ...patch, "patch.bin": shorter(bin) }],
    ["patch.bin empty", { ...patch, "patch.bin": new Uint8Array(0) }],
    ["no patch.bin", without("patch.bin")],
    ["no patch.json", without("patch.json")],
    ["JSON cut", { ...patch, "patch.json": text.slice(0, 300) }],
    ["a list", { ...patch, "patch.json": "[]" }],
    ["nothing", { ...patch, "patch.json": "" }],
    ["a name only", { ...patch, "patch.json": '{"format": "platter-patch"}' }],
    ["another format", json('"platter-patch"', '"platter-packed-raw"')],
    ["another case", json('"platter-patch"', '"Platter-Patch"')],
    ["another version", json('"version": 1', '"version": 2')],
    ["no old length", json('"oldLength"', '"olderLength"')],
    ["no old hash", json(/"oldSha256": "\w+"/, '"oldSha256": null')],
    ["upper-case hash", json(/"newSha256": "(\w+)"/, `"newSha256": "${"A".repeat(64)}"`)],
    ["a negative place", json(/"offset": \d+/, '"offset": -512')],
    ["half a byte", json(/"offset": \d+/, '"offset": 512.5')],
    ["a number in quotes", json(/"offset": (\d+)/, '"offset": "$1"')],
    ["yes as a number", json(/"oldLength": \d+/, '"oldLength": true')],
    ["words as a number", json(/"binOffset": \d+/, '"binOffset": "x"')],
    ["no size", json(/"size": \d+/, '"size": null')],
    ["groups missing", json('"groups"', '"group"')],
    ["a range too long", json(/"length": 65536/, '"length": 1099511627776')],
    ["old longer than new", json(/"oldLength": \d+/, '"oldLength": 4194305')],
  ]);
}

/** A patch of a file of `size` bytes that is zeros but for a few places, two of them beyond 4 GiB; it grows by 1 MiB. */
export function largePatch(size: number): {
  readonly input: PatchInput;
  readonly data: ReadonlyMap<number, Uint8Array>;
} {
  const zeros: ReadableStore = {
    size,
    read: (_, into) => void into.fill(0),
    readBulk: (_, length) => Promise.resolve(new Uint8Array(length)),
  };
  const bytes = (length: number, seed: number) =>
    Uint8Array.from({ length }, (_, at) => (at * seed + 1) % 251);
  const data = new Map([
    [128 * KIB, bytes(4096, 3)],
    [4 * GIB - 4096, bytes(8192, 5)],
    [size - 5000, bytes(5000, 7)],
  ]);
  const original = new OverlayStore(zeros);
  for (const [offset, content] of data) original.write(offset, content);
  const write = (offset: number, length: number, seed: number) =>
    ({ offset, content: { kind: "bytes", bytes: bytes(length, seed) } }) as const;
  const { about } = samplePatch().input;
  const input: PatchInput = {
    original,
    resultSha256: null,
    about: { ...about, source: { ...about.source, size } },
    steps: [
      { label: "a header", size, writes: [write(128 * KIB, 4096, 11)] },
      {
        label: "the rest",
        size: size + MIB,
        writes: [
          write(4 * GIB - 2048, 4096, 13),
          write(size - 2000, 9000, 17),
          write(size + 512 * KIB, 4096, 19),
        ],
      },
    ],
  };
  return { input, data };
}
