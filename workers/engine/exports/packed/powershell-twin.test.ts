import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
} from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { FULL } from "../../../../e2e/support/full.ts";
import { GIB, MIB, TIB } from "../../../shared/numbers.ts";
import type { Files } from "../../../testing/powershell/apply-cases.ts";
import { missedFaults, type ScriptFault } from "../../../testing/powershell/planted.ts";
import {
  contentOf,
  fillFolder,
  playPowerShell,
  playPython,
  playTwins,
  type Step,
} from "../../../testing/powershell/play.ts";
import { FOLDERS, SLOW, twinFolder } from "../../../testing/powershell/twin-setup.ts";
import {
  damagedArchives,
  DISK,
  packedFiles,
  placeNames,
  placeSteps,
  TARGET,
  unpackIn,
} from "../../../testing/powershell/unpack-cases.ts";
import { windowsText } from "../scripts/script-text.ts";
import unpackPs1 from "./unpack.ps1?raw";

const twins = twinFolder({ beforeAll, afterAll, beforeEach });
let root = "";
let archive = "";
let files: Files = {};

beforeAll(async () => {
  root = twins();
  files = await packedFiles(root);
  archive = fillFolder(path.join(root, "archive"), files);
});

/** Mistakes in unpack.ps1, each with a case that shows it. */
const FAULTS: readonly ScriptFault[] = [
  ["a file is replaced without asking", "-and -not $Overwrite)", "-and $false)", "a file"],
  [
    "a file is never replaced",
    "if ([System.IO.File]::Exists($full)) { [System.IO.File]::Replace",
    "if ($false) { [System.IO.File]::Replace",
    "a file",
  ],
  [
    "a folder is taken for nothing",
    "if ([System.IO.Directory]::Exists($Path)) {",
    "if ($false) {",
    "a folder",
  ],
  ["a device is taken for a file", "return ($LASTEXITCODE -ne 0)", "return $false", "a link to a device"],
  ["the file keeps the wrong size", "$script:File.SetLength($script:DiskSize)", "", "an unfinished file"],
  [
    "the size is cut to a sector",
    "SetLength($script:DiskSize)",
    "SetLength($script:DiskSize - 512)",
    "nothing",
  ],
  [
    "the last range is left out",
    "foreach ($range in $script:Ranges) {\n        $offset = [long]",
    "foreach ($range in $script:Ranges[0..1]) {\n        $offset = [long]",
    "nothing",
  ],
  [
    "bytes at the wrong place",
    "$script:File.Position = $offset",
    "$script:File.Position = $offset + 512",
    "nothing",
  ],
  ["the unfinished file stays", "        Remove-Part $part\n", "", "damaged: a flipped bit"],
  [
    "data is not compared",
    "-cne $range['sha256']) {\n            Stop-Script 2 ('packed.bin is damaged",
    "-ceq '') {\n            Stop-Script 2 ('packed.bin is damaged",
    "damaged: a flipped bit at the end",
  ],
  [
    "the length is not compared",
    "if ($script:Bin.Length -ne $script:PackedSize) {",
    "if ($false) {",
    "damaged: packed.bin longer",
  ],
  ["ranges may overlap", "$offset -lt $end -or", "", "damaged: ranges that overlap"],
  [
    "the end of the disk is not looked at",
    "if ($end -gt $script:DiskSize) {",
    "if ($false) {",
    "damaged: a smaller disk",
  ],
  [
    "another exit code",
    "$script:ExitCode = 2\n        Write-Host",
    "$script:ExitCode = 1\n        Write-Host",
    "no folder",
  ],
  ["lost bytes are not told", "$script:Unreadable.Count -eq 0", "$true", "nothing"],
];

describe("unpack.ps1 beside unpack.py", { timeout: SLOW }, () => {
  it("ends, says, writes and leaves the same, whatever is there already", () => {
    const places = FULL ? placeNames : placeNames.slice(0, 2);
    const { differences, runs, powershell } = playTwins(root, (own) =>
      places.flatMap((place) => placeSteps(place, archive, own)),
    );
    expect(differences).toEqual([]);
    expect(runs).toBe(2 * places.length);
    const codes = new Set(powershell.flatMap(({ status }) => status ?? []));
    expect(codes).toEqual(new Set(FULL ? [0, 1, 2] : [0, 1]));
    const [first] = powershell.filter(({ look }) => look !== undefined);
    expect(first?.look).toEqual([expect.stringContaining(`${TARGET} ${DISK} `)]);
  });

  if (!FULL) return;
  it("refuses the same damaged archives, and leaves nothing behind", () => {
    const damaged = [...damagedArchives(files)];
    const { differences, powershell } = playTwins(root, (own) =>
      damaged.flatMap(([name, content], nth): readonly Step[] => {
        const from = fillFolder(path.join(root, "damaged", String(nth)), content);
        const folder = fillFolder(path.join(own, name), { [TARGET]: "precious" });
        return [unpackIn("overwrite", folder, from), { do: "look", folder }];
      }),
    );
    expect(differences).toEqual([]);
    expect(powershell.flatMap(({ status }) => status ?? [])).toEqual(damaged.map(() => 2));
    for (const { look } of powershell.filter((_, nth) => nth % 2 === 1))
      expect(look).toEqual([expect.stringMatching(/^disk\.raw 8 /)]);
  });

  it("takes folders as they are called, and paths beyond 260 characters", () => {
    const { differences, powershell } = playTwins(root, (own) =>
      FOLDERS.flatMap((names): readonly Step[] => {
        const folder = fillFolder(path.join(own, ...names), {});
        const from = path.join(folder, "archive");
        return [
          { do: "copy", from: archive, to: from },
          unpackIn("unpack", folder, from),
          { do: "look", folder },
        ];
      }),
    );
    expect(differences).toEqual([]);
    expect(powershell.flatMap(({ status }) => status ?? [])).toEqual(FOLDERS.map(() => 0));
  });

  it("ends with 2 where the folder is read-only, and where there is no space", () => {
    const closed: string[] = [];
    const { differences, powershell } = playTwins(root, (own) => {
      const [folder = "", full = ""] = ["closed", "full"].map((name) => fillFolder(path.join(own, name), {}));
      chmodSync(folder, 0o555);
      closed.push(folder);
      symlinkSync("/dev/full", path.join(full, `${TARGET}.platter-part`));
      return [folder, full].flatMap((where): Step[] => [
        unpackIn("unpack", where, archive),
        { do: "look", folder: where },
      ]);
    });
    for (const folder of closed) chmodSync(folder, 0o755);
    expect(differences).toEqual([]);
    expect(powershell.map(({ status, look }) => status ?? look)).toEqual([2, [], 2, []]);
  });

  it("makes raw files above 4 GiB and of 1 TiB, as sparse as those of Python", async () => {
    const archives = await Promise.all(
      [5 * GIB + 512, TIB + 512].map(async (size) =>
        fillFolder(path.join(root, `of-${size}`), await packedFiles(root, size)),
      ),
    );
    const made: string[] = [];
    const { differences, powershell } = playTwins(root, (own) =>
      archives.flatMap((from, nth): readonly Step[] => {
        const folder = fillFolder(path.join(own, String(nth)), {});
        made.push(path.join(folder, TARGET));
        return [unpackIn("unpack", folder, from), { do: "look", folder }];
      }),
    );
    expect(differences).toEqual([]);
    expect(powershell.flatMap(({ status }) => status ?? [])).toEqual([0, 0]);
    expect(made.map((file) => statSync(file).size - 512)).toEqual([5 * GIB, TIB, 5 * GIB, TIB]);
    for (const file of made) expect(statSync(file).blocks * 512).toBeLessThan(4 * MIB);
  });

  it("leaves the old file or the new one, whatever moment it is interrupted at, and then runs again", () => {
    const watched = fillFolder(path.join(root, "watched"), { [TARGET]: "precious" });
    const moments = path.join(root, "moments");
    const [run] =
      playPowerShell(
        [unpackIn("overwrite", watched, archive, { mode: "snapshots", snapshots: moments })],
        root,
      ) ?? [];
    const steps = run?.trace ?? [];
    expect(steps).toHaveLength(4);
    const names = readdirSync(moments).toSorted();
    for (const name of names) expect(readFileSync(path.join(moments, name, TARGET), "utf8")).toBe("precious");

    const { differences, powershell } = playTwins(root, (own) =>
      names.flatMap((name): readonly Step[] => {
        const folder = path.join(own, name);
        return [
          { do: "copy", from: path.join(moments, name), to: folder },
          unpackIn("overwrite", folder, archive),
          { do: "look", folder },
        ];
      }),
    );
    expect(differences).toEqual([]);
    expect(new Set(powershell.flatMap(({ status }) => status ?? []))).toEqual(new Set([0]));

    // Either process leaves that, where it is killed in the middle of any step.
    for (const [name, play] of Object.entries({ playPython, playPowerShell }))
      for (let at = 1; at <= steps.length; at++) {
        const killed = fillFolder(path.join(root, `killed-${name}-${at}`), { [TARGET]: "precious" });
        expect(play([unpackIn("overwrite", killed, archive, { mode: "kill", at })], root)).toBeNull();
        expect(existsSync(path.join(killed, `${TARGET}.platter-part`))).toBe(true);
        expect(contentOf(killed)).toBe(contentOf(path.join(moments, `000${at}-half`)));
      }
  });

  it("ends with 2 where the disk is full, at any step, and leaves nothing behind", () => {
    const own = mkdtempSync(path.join(root, "full-"));
    const steps = [1, 2, 3, 4].flatMap((at): readonly Step[] => {
      const folder = fillFolder(path.join(own, String(at)), { [TARGET]: "precious" });
      return [unpackIn("overwrite", folder, archive, { mode: "fail", at }), { do: "look", folder }];
    });
    const came = playPowerShell(steps, root) ?? [];
    expect(came.flatMap(({ status }) => status ?? [])).toEqual([2, 2, 2, 2]);
    for (const { look } of came.filter((_, nth) => nth % 2 === 1))
      expect(look).toEqual([expect.stringMatching(/^disk\.raw 8 /)]);
  });

  it("each mistake in it is noticed, and nothing without one", () => {
    const none = [...new Set(FAULTS.map(([, , , place]) => place))].map((place): ScriptFault => [
      `none, ${place}`,
      "",
      "",
      place,
    ]);
    const missed = missedFaults(
      root,
      [...FAULTS, ...none],
      (script) => ({ ...files, "unpack.ps1": windowsText(script) }),
      unpackPs1,
      (place, from, own) => {
        const damage = /^damaged: (.*)/.exec(place)?.[1];
        if (damage === undefined) return placeSteps(place, from, own);
        // The script of the archive with the damage that shows it.
        const script = readFileSync(path.join(from, "unpack.ps1"));
        fillFolder(from, { ...damagedArchives(files).get(damage), "unpack.ps1": script });
        return placeSteps("nothing", from, own);
      },
    );
    expect(missed).toEqual(none.map(([name]) => name));
  });
});
