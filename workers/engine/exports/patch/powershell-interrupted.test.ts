import { createHash } from "node:crypto";
import { cpSync, mkdtempSync, readdirSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ORIGINAL, samplePatch } from "../../../testing/engine/sample-patch.ts";
import { IMAGE, patchFiles, runOn } from "../../../testing/powershell/apply-cases.ts";
import {
  type Came,
  contentOf,
  fillFolder,
  playPowerShell,
  playPython,
  playTwins,
  type Step,
} from "../../../testing/powershell/play.ts";
import { SLOW, twinFolder } from "../../../testing/powershell/twin-setup.ts";

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const holding = (bytes: Uint8Array) => `${IMAGE} ${bytes.length} ${sha256(bytes)}`;
const OLD = holding(ORIGINAL);
const NEW = holding(samplePatch().result);

const twins = twinFolder({ beforeAll, afterAll, beforeEach });
let root = "";
let patch = "";
/** A folder for each moment of apply and undo, as an interruption at that moment leaves it. */
let moments: readonly string[] = [];
/** The steps of apply and of undo. */
let traces: readonly (readonly string[])[] = [];

beforeAll(async () => {
  root = twins();
  patch = fillFolder(path.join(root, "patch"), await patchFiles(samplePatch().input));
});
beforeEach(() => {
  if (moments.length > 0) return;
  const folder = fillFolder(path.join(root, "watched"), { [IMAGE]: ORIGINAL });
  const watched = (["apply", "undo"] as const).map((ask) =>
    runOn(ask, folder, patch, { mode: "snapshots", snapshots: path.join(root, ask) }),
  );
  const came = playPowerShell(watched, root) ?? [];
  if (came.some(({ status }) => status !== 0)) throw new Error(JSON.stringify(came));
  traces = came.map(({ trace }) => trace ?? []);
  moments = ["apply", "undo"].flatMap((ask) =>
    readdirSync(path.join(root, ask))
      .toSorted()
      .map((name) => path.join(root, ask, name)),
  );
});

const lookOf = ({ look = [] }: Came) => look.find((file) => file.startsWith(`${IMAGE} `));

/** Plays with either script: what was interrupted is completed and then undone, and is undone at once. */
function expectRecovery(folders: readonly string[]): void {
  const { differences, powershell, runs } = playTwins(root, (each) =>
    folders.flatMap((from, nth): readonly Step[] => {
      const [one, other] = [path.join(each, `${nth}-completed`), path.join(each, `${nth}-undone`)];
      return [
        { do: "copy", from, to: one },
        runOn("apply", one, patch),
        { do: "look", folder: one },
        runOn("undo", one, patch),
        { do: "look", folder: one },
        { do: "copy", from, to: other },
        runOn("undo", other, patch),
        { do: "look", folder: other },
      ];
    }),
  );
  expect(differences).toEqual([]);
  expect(runs).toBe(3 * folders.length);
  expect(new Set(powershell.flatMap(({ status }) => status ?? []))).toEqual(new Set([0]));
  const looks = powershell.filter(({ look }) => look !== undefined).map(lookOf);
  expect(looks).toEqual(folders.flatMap(() => [NEW, OLD, OLD]));
}

describe("an interrupted apply.ps1", { timeout: SLOW }, () => {
  it("is completed and taken back by either script, whatever moment it was interrupted at", () => {
    const different = new Map(moments.map((folder) => [contentOf(folder), folder]));
    // Each write has at least the moments before, in the middle and after it; many follow each other without a change.
    const writes = traces.flat().filter((step) => step.startsWith("write"));
    expect(writes.length).toBeGreaterThan(15);
    expect(different.size).toBeGreaterThan(writes.length);
    expectRecovery([...different.values()]);
  });

  it(
    "is completed and taken back by either script, where its process or that of apply.py is killed at any step",
    { timeout: 2 * SLOW },
    () => {
      const [applied = [], undone = []] = traces;
      const done = fillFolder(path.join(root, "applied"), { [IMAGE]: ORIGINAL });
      playPython([runOn("apply", done, patch)], root);
      const steps = [
        ...applied.map((step, index) => ({ step, ask: "apply", at: index + 1 }) as const),
        ...undone.map((step, index) => ({ step, ask: "undo", at: index + 1 }) as const),
      ];
      expect(steps.length).toBeGreaterThan(25);
      const left = new Map<string, string>();
      for (const [name, play] of Object.entries({ playPython, playPowerShell }))
        for (const { step, ask, at } of steps) {
          const folder = path.join(root, `killed-${name}-${ask}-${at}`);
          if (ask === "undo") cpSync(done, folder, { recursive: true });
          else fillFolder(folder, { [IMAGE]: ORIGINAL });
          expect(play([runOn(ask, folder, patch, { mode: "kill", at })], root)).toBeNull();
          left.set(contentOf(folder), folder);
          // At another step the process also loses what stood in its buffer, which a moment's folder has.
          const half = path.join(root, ask, `${String(at).padStart(4, "0")}-half`);
          if (step.startsWith("write")) expect(contentOf(folder)).toBe(contentOf(half));
        }
      for (const folder of moments) left.delete(contentOf(folder));
      if (left.size > 0) expectRecovery([...left.values()]);
    },
  );

  it("ends with 2 where the disk is full, at any step, and can be run again", () => {
    const [applied = [], undone = []] = traces;
    const full = mkdtempSync(path.join(root, "full-"));
    const scenarios = [
      ...applied.map((_, index) => ({ before: [], ask: "apply", at: index + 1 }) as const),
      ...undone.map((_, index) => ({ before: ["apply"], ask: "undo", at: index + 1 }) as const),
    ];
    const steps = scenarios.flatMap(({ before, ask, at }): readonly Step[] => {
      const folder = fillFolder(path.join(full, `${ask}-${at}`), { [IMAGE]: ORIGINAL });
      const look: Step = { do: "look", folder };
      return [
        ...before.map((each) => runOn(each, folder, patch)),
        runOn(ask, folder, patch, { mode: "fail", at }),
        ...[look, runOn(ask, folder, patch), look],
      ];
    });
    const came = [...(playPowerShell(steps, root) ?? [])];
    for (const { before, ask, at } of scenarios) {
      const [failed, left, again, then] = came.splice(0, before.length + 4).slice(before.length);
      expect(failed).toMatchObject({ status: 2, said: expect.stringContaining("No space left") });
      expect(again).toMatchObject({ status: 0 });
      expect(lookOf(then ?? {})).toBe(ask === "apply" ? NEW : OLD);
      // Where the old bytes could not be kept nothing is left of them, and the image is as it was.
      const early = ask === "apply" && (applied[at - 1] ?? "").includes(" undo");
      if (early) expect(left).toEqual({ look: [OLD] });
    }
    expect(came).toEqual([]);
  });
});
