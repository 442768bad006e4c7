import { createHash } from "node:crypto";
import {
  chmodSync,
  closeSync,
  ftruncateSync,
  mkdtempSync,
  openSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeSync,
} from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { FULL } from "../../../../e2e/support/full.ts";
import { GIB, MIB, TIB } from "../../../shared/numbers.ts";
import { ORIGINAL, samplePatch } from "../../../testing/engine/sample-patch.ts";
import {
  damagedPatches,
  IMAGE,
  largePatch,
  makeStates,
  patchFiles,
  runOn,
  stateSteps,
  undoName,
} from "../../../testing/powershell/apply-cases.ts";
import { fillFolder, playPowerShell, playTwins, type Step } from "../../../testing/powershell/play.ts";
import { FOLDERS, SLOW, twinFolder } from "../../../testing/powershell/twin-setup.ts";

/** The quick run has these; the rest are for the full run. */
const QUICK_STATES = 4;

const twins = twinFolder({ beforeAll, afterAll, beforeEach });
let root = "";
let patch = "";

beforeAll(async () => {
  root = twins();
  patch = fillFolder(path.join(root, "patch"), await patchFiles(samplePatch().input));
});

describe("apply.ps1 beside apply.py", { timeout: SLOW }, () => {
  it("ends, says, writes and leaves the same, whatever state the image is in", () => {
    const all = [...makeStates(root, patch)];
    const states = new Map(FULL ? all : all.slice(0, QUICK_STATES));
    const { differences, runs, powershell } = playTwins(root, (own) => stateSteps(states, patch, own));
    expect(differences).toEqual([]);
    expect(runs).toBe(states.size * 3 + 4);
    // Nothing would be shown if all ended alike.
    const codes = new Set(powershell.flatMap(({ status }) => status ?? []));
    expect(codes).toEqual(new Set(FULL ? [0, 1, 2] : [0, 1]));
    expect(powershell.some(({ trace }) => (trace?.length ?? 0) > 10)).toBe(true);
  });

  if (!FULL) return;
  it("refuses the same damaged patches, and writes nothing", async () => {
    const damaged = [...damagedPatches(await patchFiles(samplePatch().input))];
    const steps = (own: string) =>
      damaged.flatMap(([name, files], nth): readonly Step[] => {
        const from = fillFolder(path.join(root, "damaged", String(nth)), files);
        const folder = fillFolder(path.join(own, name), { [IMAGE]: ORIGINAL });
        return [runOn("apply", folder, from), { do: "look", folder }];
      });
    const { differences, powershell } = playTwins(root, steps);
    expect(differences).toEqual([]);
    const runs = powershell.filter(({ status }) => status !== undefined);
    expect(runs.map(({ status, trace }) => [status, trace])).toEqual(damaged.map(() => [2, []]));
  });

  it("takes folders as they are called, and paths beyond 260 characters", () => {
    const steps = (own: string) =>
      FOLDERS.flatMap((names): readonly Step[] => {
        const folder = fillFolder(path.join(own, ...names), { [IMAGE]: ORIGINAL });
        const from = path.join(folder, "patch");
        const look: Step = { do: "look", folder };
        return [
          { do: "copy", from: patch, to: from },
          ...(["dry-run", "apply", "undo"] as const).flatMap((ask) => [runOn(ask, folder, from), look]),
        ];
      });
    const { differences, powershell } = playTwins(root, steps);
    expect(differences).toEqual([]);
    expect(powershell.flatMap(({ status }) => status ?? [])).toEqual(FOLDERS.flatMap(() => [0, 0, 0]));
  });

  it("can't write what is read-only, and finds no space where there is none", () => {
    const closed: string[] = [];
    const steps = (own: string): readonly Step[] => {
      const [image = "", folder = "", full = ""] = ["image", "folder", "full"].map((name) =>
        fillFolder(path.join(own, name), { [IMAGE]: ORIGINAL }),
      );
      chmodSync(path.join(image, IMAGE), 0o444);
      chmodSync(folder, 0o555);
      closed.push(folder);
      // Whatever is written there ends with "No space left on device", from the system itself.
      symlinkSync(
        "/dev/full",
        path.join(full, undoName({ "patch.json": readFileSync(path.join(patch, "patch.json")) })),
      );
      return [image, folder, full].flatMap((where) =>
        (["dry-run", "apply", "undo"] as const).flatMap((ask): Step[] => [
          runOn(ask, where, patch),
          ...(where === full && ask === "dry-run" ? [] : [{ do: "look", folder: where } as const]),
        ]),
      );
    };
    const { differences, powershell } = playTwins(root, steps);
    for (const folder of closed) chmodSync(folder, 0o755);
    expect(differences).toEqual([]);
    expect(powershell.flatMap(({ status }) => status ?? [])).toEqual([0, 2, 2, 0, 2, 0, 0, 2, 0]);
    const holdsOriginal = `${IMAGE} ${ORIGINAL.length} ${createHash("sha256").update(ORIGINAL).digest("hex")}`;
    for (const { look } of powershell) if (look !== undefined) expect(look).toEqual([holdsOriginal]);
  });

  it("patches images above 4 GiB and of 1 TiB, and leaves them sparse", async () => {
    const images = await Promise.all(
      [5 * GIB + 100, TIB + 100].map(async (size) => {
        const { input, data } = largePatch(size);
        return { size, data, from: fillFolder(path.join(root, `of-${size}`), await patchFiles(input)) };
      }),
    );
    const made: string[] = [];
    const { differences, powershell } = playTwins(root, (own) =>
      images.flatMap(({ size, data, from }): readonly Step[] => {
        const folder = fillFolder(path.join(own, String(size)), { [IMAGE]: "" });
        const file = openSync(path.join(folder, IMAGE), "r+");
        ftruncateSync(file, size);
        for (const [offset, bytes] of data) writeSync(file, bytes, 0, bytes.length, offset);
        closeSync(file);
        made.push(path.join(folder, IMAGE));
        const look: Step = { do: "look", folder };
        return [
          look,
          ...(["dry-run", "apply", "undo"] as const).flatMap((ask) => [runOn(ask, folder, from), look]),
        ];
      }),
    );
    expect(differences).toEqual([]);
    expect(powershell.flatMap(({ status }) => status ?? [])).toEqual([0, 0, 0, 0, 0, 0]);
    for (const [nth] of images.entries()) {
      const [before, , unchanged, , after, , restored] = powershell.slice(nth * 7).map(({ look }) => look);
      expect([unchanged, restored]).toEqual([before, before]);
      expect(after).toHaveLength(2);
    }
    for (const file of made) expect(statSync(file).blocks * 512).toBeLessThan(MIB);
  });

  it("refuses an image that another program has open, before anything is written", () => {
    const own = mkdtempSync(path.join(root, "held-"));
    const steps = (["dry-run", "apply", "undo"] as const).flatMap((ask): readonly Step[] => {
      const folder = fillFolder(path.join(own, ask), { [IMAGE]: ORIGINAL });
      return [runOn(ask, folder, patch, { hold: path.join(folder, IMAGE) }), runOn(ask, folder, patch)];
    });
    const came = playPowerShell(steps, root) ?? [];
    expect(came.map(({ status }) => status)).toEqual([2, 0, 2, 0, 2, 0]);
    for (const { said, trace } of came.filter((_, nth) => nth % 2 === 0)) {
      expect(said).toContain("being used by another process");
      expect(trace).toEqual([]);
    }
  });
});
