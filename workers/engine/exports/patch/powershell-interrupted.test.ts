import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { requireTool } from "../../../../e2e/support/needs.ts";
import { ORIGINAL, samplePatch } from "../../../testing/engine/sample-patch.ts";
import { IMAGE, patchFiles, runOn } from "../../../testing/powershell/apply-cases.ts";
import {
  type Came,
  fillFolder,
  playPowerShell,
  playTwins,
  type Step,
} from "../../../testing/powershell/play.ts";

const SLOW = 300_000;

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const holding = (bytes: Uint8Array) => `${IMAGE} ${bytes.length} ${sha256(bytes)}`;
const OLD = holding(ORIGINAL);
const NEW = holding(samplePatch().result);

let root = "";
let patch = "";
/** A folder for each moment of apply and undo, as an interruption at that moment leaves it. */
let moments: readonly string[] = [];
/** The steps of apply and of undo. */
let traces: readonly (readonly string[])[] = [];

/** Files of a folder, as "NAME SHA-256". */
const content = (folder: string) =>
  readdirSync(folder)
    .toSorted()
    .map((name) => `${name} ${sha256(readFileSync(path.join(folder, name)))}`)
    .join("\n");

beforeAll(async () => {
  root = mkdtempSync(path.join(tmpdir(), "platter-interrupted-"));
  patch = fillFolder(path.join(root, "patch"), await patchFiles(samplePatch().input));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));
beforeEach((test) => {
  requireTool(test, "python3", "pwsh");
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

describe("an interrupted apply.ps1", { timeout: SLOW }, () => {
  it("is completed and taken back by either script, whatever moment it was interrupted at", () => {
    const different = new Map(moments.map((folder) => [content(folder), folder]));
    // Each write has at least the moments before, in the middle and after it; many follow each other without a change.
    const writes = traces.flat().filter((step) => step.startsWith("write"));
    expect(writes.length).toBeGreaterThan(15);
    expect(different.size).toBeGreaterThan(writes.length);
    const { differences, powershell, runs } = playTwins(root, (own) =>
      [...different.values()].flatMap((from, nth): readonly Step[] => {
        const [one, other] = [path.join(own, `${nth}-completed`), path.join(own, `${nth}-undone`)];
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
    expect(runs).toBe(3 * different.size);
    expect(new Set(powershell.flatMap(({ status }) => status ?? []))).toEqual(new Set([0]));
    const looks = powershell.filter(({ look }) => look !== undefined).map(lookOf);
    expect(looks).toEqual([...different].flatMap(() => [NEW, OLD, OLD]));
  });

  it("leaves what the moments hold, where its process is killed in the middle of a write", () => {
    const [steps = []] = traces;
    const chosen = [
      steps.indexOf("write undo 4096 12288"),
      steps.indexOf("write image 131072 4096"),
      steps.indexOf("write image 409600 65536"),
      steps.lastIndexOf("write image 131072 4096"),
    ];
    expect(chosen).not.toContain(-1);
    for (const at of chosen.map((index) => index + 1)) {
      const folder = fillFolder(path.join(root, `killed-${at}`), { [IMAGE]: ORIGINAL });
      expect(playPowerShell([runOn("apply", folder, patch, { mode: "kill", at })], root)).toBeNull();
      const moment = path.join(root, "apply", `${String(at).padStart(4, "0")}-half`);
      expect(content(folder)).toBe(content(moment));
    }
  });

  it("ends with 2 where the disk is full, at any step, and can be run again", () => {
    const [applied = [], undone = []] = traces;
    const own = mkdtempSync(path.join(root, "full-"));
    const scenarios = [
      ...applied.map((_, index) => ({ before: [], ask: "apply", at: index + 1 }) as const),
      ...undone.map((_, index) => ({ before: ["apply"], ask: "undo", at: index + 1 }) as const),
    ];
    const steps = scenarios.flatMap(({ before, ask, at }): readonly Step[] => {
      const folder = fillFolder(path.join(own, `${ask}-${at}`), { [IMAGE]: ORIGINAL });
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
