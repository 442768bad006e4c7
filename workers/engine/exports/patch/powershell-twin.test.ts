import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { chmodSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { FULL } from "../../../../e2e/support/full.ts";
import { requireTool } from "../../../../e2e/support/needs.ts";
import { ORIGINAL, samplePatch } from "../../../testing/engine/sample-patch.ts";
import {
  type Ask,
  fillFolder,
  playPowerShell,
  playPython,
  playTwins,
  type Step,
} from "../../../testing/powershell/play.ts";
import { UNATTENDED } from "../../jobs/jobs.ts";
import { buildPatch } from "./build.ts";
import { patchTexts } from "./files.ts";

const IMAGE = "disk.vhdx";
const SLOW = 300_000;

let root = "";
let states = "";
let patch: Readonly<Record<string, string | Uint8Array>> = {};
let undoName = "";
const result = samplePatch().result;

beforeAll(async () => {
  root = mkdtempSync(path.join(tmpdir(), "platter-twins-"));
  states = path.join(root, "states");
  const built = await buildPatch(samplePatch().input, UNATTENDED);
  const texts = patchTexts(built, []).map(({ name, text }) => [name, text] as const);
  patch = { ...Object.fromEntries(texts), "patch.bin": new Uint8Array(await built.bin.arrayBuffer()) };
  fillFolder(path.join(root, "patch"), patch);
  const id = createHash("sha256").update(patch["patch.json"] ?? "").digest("hex").slice(0, 16);
  undoName = `${IMAGE}.${id}.platter-undo`;
});
afterAll(() => rmSync(root, { recursive: true, force: true }));
beforeEach((test) => requireTool(test, "python3", "pwsh"));

/** The bytes with one that is another. */
function flipped(bytes: Uint8Array, at: number): Uint8Array {
  const other = bytes.slice();
  other[at] = ~(other[at] ?? 0);
  return other;
}

/** What apply.py keeps of the original. */
function keptBytes(): Uint8Array {
  const own = fillFolder(path.join(root, "kept"), { [IMAGE]: ORIGINAL });
  const [run] = playPython([runOf("apply", own)], root);
  expect(run).toMatchObject({ status: 0 });
  return new Uint8Array(readFileSync(path.join(own, undoName)));
}

const runOf = (ask: Ask, folder: string, more: Partial<Step> = {}, from = path.join(root, "patch")): Step =>
  ({ do: "run", ask, folder: from, target: path.join(folder, IMAGE), ...more }) as Step;

/** Images in every state that a run can meet. */
function makeStates(): readonly string[] {
  const kept = keptBytes();
  const begun = ORIGINAL.slice();
  begun.set(result.subarray(300 * 1024, 304 * 1024), 300 * 1024);
  // Grown as the second group wants it, half of a range written.
  const grown = new Uint8Array(result.length);
  grown.set(ORIGINAL);
  grown.set(result.subarray(300 * 1024, 306 * 1024), 300 * 1024);
  const with_ = (image: Uint8Array, undo: Uint8Array | null) =>
    undo === null ? { [IMAGE]: image } : { [IMAGE]: image, [undoName]: undo };
  const all: Record<string, Readonly<Record<string, string | Uint8Array>>> = {
    original: with_(ORIGINAL, null),
    "applied": with_(result, kept),
    "applied, nothing kept": with_(result, null),
    "applied, kept damaged": with_(result, flipped(kept, 100)),
    "applied, kept cut": with_(result, kept.subarray(0, kept.length - 1)),
    "applied, kept longer": with_(result, new Uint8Array([...kept, 0])),
    "applied, then used": with_(flipped(result, 302 * 1024), kept),
    "other old bytes": with_(flipped(ORIGINAL, 305 * 1024), null),
    "other bytes elsewhere": with_(flipped(ORIGINAL, 0), null),
    "longer by one byte": with_(new Uint8Array([...ORIGINAL, 0]), null),
    "shorter by one byte": with_(ORIGINAL.subarray(0, ORIGINAL.length - 1), null),
    empty: with_(new Uint8Array(0), null),
    begun: with_(begun, kept),
    "begun and grown": with_(grown, kept),
    "begun, then used": with_(flipped(begun, 310 * 1024), kept),
    "begun, last byte of a range used": with_(flipped(begun, 312 * 1024 - 1), kept),
    "begun, nothing kept": with_(begun, null),
    "begun, kept damaged": with_(begun, flipped(kept, kept.length - 1)),
  };
  for (const [name, files] of Object.entries(all)) fillFolder(path.join(states, name), files);
  mkdirSync(path.join(states, "no image"));
  return [...Object.keys(all), "no image"];
}

/** Each state, met by each task; and what comes of several in a row. */
function stateSteps(names: readonly string[], own: string, from?: string): readonly Step[] {
  return names.flatMap((name, nth) =>
    (["dry-run", "apply", "undo"] as const).flatMap((ask) => {
      const folder = path.join(own, `${nth}-${ask}`);
      const run = (each: Ask) => runOf(each, folder, {}, from);
      return [
        { do: "copy", from: path.join(states, name), to: folder } as const,
        run(ask),
        { do: "look", folder } as const,
        ...(name === "original" && ask === "apply"
          ? [run("apply"), run("undo"), { do: "look", folder } as const, run("undo"), run("apply")]
          : []),
        { do: "look", folder } as const,
      ];
    }),
  );
}

let names: readonly string[] = [];
const stateNames = () => (names.length === 0 ? (names = makeStates()) : names);

describe("apply.ps1 beside apply.py", { timeout: SLOW }, () => {
  it("ends, says, writes and leaves the same, whatever state the image is in", () => {
    const chosen = FULL ? stateNames() : ["original", "applied", "begun", "other old bytes"].filter((name) => stateNames().includes(name));
    const { differences, runs, python } = playTwins(root, (own) => stateSteps(chosen, own));
    expect(differences).toEqual([]);
    console.log(`apply.ps1: ${runs} runs beside Python`);
    // The list would show nothing if all ended alike.
    expect(new Set(python.map(({ status }) => status).filter((status) => status !== undefined))).toEqual(new Set([0, 1, ...(FULL ? [2] : [])]));
  });
});
