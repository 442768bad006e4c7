import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { packedArchive } from "../../engine/exports/packed/archive.ts";
import { GRANULE } from "../../engine/exports/packed/windows.ts";
import type { Piece } from "../../engine/exports/pieces/pieces.ts";
import { UNATTENDED } from "../../engine/jobs/jobs.ts";
import { MIB } from "../../shared/numbers.ts";
import { MemoryStore } from "../../store/memory-store.ts";
import { concatenated } from "../engine/read-pieces.ts";
import { type Files, flipped } from "./apply-cases.ts";
import { type Ask, fillFolder, type RunStep, type Step, unzip } from "./play.ts";

/** Name of the raw file in every case. */
export const TARGET = "disk.raw";

const DATA = Uint8Array.from({ length: MIB + 512 }, (_, at) => Math.imul(at + 1, 0x9e3779b1) >>> 24);
/** Bytes. Its last sector is data. */
export const DISK = 8 * MIB + 512;

/** Files of a packed disk: data in two places, and the last sector; `size` is the disk's, a sector above a multiple of 1 MiB. */
export async function packedFiles(root: string, size = DISK, data = DATA): Promise<Files> {
  const file = new MemoryStore(data);
  const stored = (offset: number, length: number): Piece => ({ kind: "store", store: file, offset, length });
  const zeros = (length: number): Piece => ({ kind: "zeros", length });
  const half = Math.floor(size / 2 / MIB) * MIB;
  const first = Math.floor((data.length * 5) / 8 / GRANULE) * GRANULE;
  const second = Math.floor((data.length - 512 - first) / GRANULE) * GRANULE;
  const pieces = [
    zeros(MIB),
    stored(0, first),
    zeros(half - MIB - first),
    stored(first, second),
    zeros(size - half - second - 512),
    stored(first + second, 512),
  ];
  const about = {
    tool: { name: "Platter", version: "0.1.0" },
    createdAt: "2024-05-06T07:08:09.000Z",
    layer: "original",
    replayedEntries: null,
    warning: null,
    source: { name: "disk.vhdx", size: 9 * MIB },
    parents: [],
    diskSize: size,
    unreadable: [{ offset: 2 * MIB, length: 4096 }],
  } as const;
  const zip = await concatenated(
    await packedArchive({ pieces, about, limit: size, stored: null }, UNATTENDED),
  );
  return unzip(root, zip);
}

/** A run that makes the raw file in `folder` of the archive in `archive`. */
export const unpackIn = (
  ask: Ask,
  folder: string,
  archive: string,
  more: Partial<RunStep> = {},
): RunStep => ({
  ...{ do: "run", ask, folder: archive, target: path.join(folder, TARGET) },
  ...more,
});

/** What can be where the raw file is to be made, each with both tasks. */
const PLACES: Readonly<Record<string, (folder: string) => unknown>> = {
  nothing: () => null,
  "a file": (folder) => writeFileSync(path.join(folder, TARGET), "precious"),
  "a longer file": (folder) => writeFileSync(path.join(folder, TARGET), new Uint8Array(DISK + 4096).fill(7)),
  "a folder": (folder) => mkdirSync(path.join(folder, TARGET)),
  "a link to a device": (folder) => symlinkSync("/dev/null", path.join(folder, TARGET)),
  "a link to nothing": (folder) => symlinkSync("/nothing", path.join(folder, TARGET)),
  "a link to a file": (folder) => symlinkSync("/etc/hostname", path.join(folder, TARGET)),
  "an unfinished file": (folder) =>
    writeFileSync(path.join(folder, `${TARGET}.platter-part`), new Uint8Array(DISK + 4096).fill(7)),
  "a folder of the unfinished file's name": (folder) =>
    mkdirSync(path.join(folder, `${TARGET}.platter-part`)),
  "no folder": () => null,
};

export const placeNames = Object.keys(PLACES);

/** The steps of one case. */
export function placeSteps(place: string, archive: string, own: string): readonly Step[] {
  return (["unpack", "overwrite"] as const).flatMap((ask): readonly Step[] => {
    const folder = fillFolder(path.join(own, `${place}, ${ask}`), {});
    PLACES[place]?.(folder);
    const target = place === "no folder" ? path.join(folder, "missing") : folder;
    const look: Step = { do: "look", folder };
    return [unpackIn(ask, target, archive), look];
  });
}

/** Archives with something in them that is damaged, by what it is. */
export function damagedArchives(files: Files): ReadonlyMap<string, Files> {
  const bin = new Uint8Array(files["packed.bin"] as Uint8Array);
  const text = Buffer.from(files["packed.json"] as Uint8Array).toString();
  const json = (what: string | RegExp, by: string) => ({ ...files, "packed.json": text.replace(what, by) });
  const without = (name: string) =>
    Object.fromEntries(Object.entries(files).filter(([each]) => each !== name));
  return new Map<string, Files>([
    ["a flipped bit", { ...files, "packed.bin": flipped(bin, 100) }],
    ["a flipped bit at the end", { ...files, "packed.bin": flipped(bin, bin.length - 1) }],
    ["packed.bin cut", { ...files, "packed.bin": bin.subarray(0, -1) }],
    ["packed.bin longer", { ...files, "packed.bin": Uint8Array.from([...bin, 0]) }],
    ["no packed.bin", without("packed.bin")],
    ["no packed.json", without("packed.json")],
    ["JSON cut", { ...files, "packed.json": text.slice(0, 300) }],
    ["a list", { ...files, "packed.json": "[]" }],
    ["nothing", { ...files, "packed.json": "" }],
    ["another format", json('"platter-packed-raw"', '"platter-patch"')],
    ["another case", json('"platter-packed-raw"', '"Platter-Packed-Raw"')],
    ["another version", json('"version": 1', '"version": 2')],
    ["no size", json('"diskSize"', '"size"')],
    ["a smaller disk", json(/"diskSize": \d+/, '"diskSize": 8388608')],
    ["a range beyond packed.bin", json(/"packedOffset": \d+/, `"packedOffset": ${bin.length}`)],
    ["a range too long", json(/"length": 655360/, '"length": 4194305')],
    ["an empty range", json(/"length": 655360/, '"length": 0')],
    ["ranges that overlap", json(/"offset": 4194304/, '"offset": 1048576')],
    ["a negative place", json(/"packedOffset": \d+/, '"packedOffset": -1')],
    ["half a byte", json(/"offset": 1048576/, '"offset": 1048576.5')],
    ["a number in quotes", json(/"offset": 1048576/, '"offset": "1048576"')],
    ["yes as a number", json(/"packedOffset": 0/, '"packedOffset": false')],
    ["upper-case hash", json(/"sha256": "\w+"/, `"sha256": "${"A".repeat(64)}"`)],
    ["words for ranges", json(/"ranges": \[[^]*\]/, '"ranges": ["nonsense"]')],
  ]);
}
