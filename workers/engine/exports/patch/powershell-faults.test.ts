import path from "node:path";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { samplePatch } from "../../../testing/engine/sample-patch.ts";
import { makeStates, patchFiles, stateSteps } from "../../../testing/powershell/apply-cases.ts";
import { missedFaults, type ScriptFault } from "../../../testing/powershell/planted.ts";
import { fillFolder } from "../../../testing/powershell/play.ts";
import { SLOW, twinFolder } from "../../../testing/powershell/twin-setup.ts";
import { windowsText } from "../scripts/script-text.ts";
import applyPs1 from "./apply.ps1?raw";

/** Mistakes in apply.ps1, each with a state of the image that shows it. */
const FAULTS: readonly ScriptFault[] = [
  ["no flush after a group", "$script:File.Flush($true)", "", "original"],
  ["old bytes are not flushed", "$kept.Flush($true)", "", "original"],
  ["old bytes are not saved", "    Save-OldBytes\n    for", "    for", "original"],
  ["a dry run goes on", "if ($DryRun) { Stop-Script 0", "if ($false) { Stop-Script 0", "original"],
  [
    "the file does not grow",
    "-lt $size) { $script:File.SetLength",
    "-lt 0) { $script:File.SetLength",
    "original",
  ],
  [
    "the file is not cut",
    "-gt $size) { $script:File.SetLength",
    "-lt 0) { $script:File.SetLength",
    "original",
  ],
  [
    "undo in the order of apply",
    "for ($index = $script:Groups.Count - 1; $index -ge 0; $index--)",
    "for ($index = 0; $index -lt $script:Groups.Count; $index++)",
    "original",
  ],
  [
    "undo skips what stood in between",
    "if ($place.Count -gt 0) { $script:Before",
    "if ($false) { $script:Before",
    "original",
  ],
  ["the kept bytes stay after undo", "    Remove-OldBytes\n    Write-Host", "    Write-Host", "original"],
  [
    "what is there already is written again",
    "if ((Get-Sha256 $present) -eq (Get-Sha256 $Bytes)) { return }",
    "",
    "begun",
  ],
  [
    "old bytes are not compared",
    "return (Get-Sha256 $bytes) -ceq $first['oldSha256']",
    "return $true",
    "other old bytes",
  ],
  [
    "new bytes are not compared",
    "return (Get-Sha256 $bytes) -ceq $last['newSha256']",
    "return $true",
    "applied, then used",
  ],
  [
    "the size is not compared",
    "if ($script:File.Length -ne $size) { return $false }",
    "",
    "longer by one byte",
  ],
  ["any byte is between old and new", "if (-not $known) { return $false }", "", "begun, then used"],
  [
    "the last byte of a sector is left out",
    "$at -lt $End; $at++",
    "$at -lt $End - 1; $at++",
    "begun, last byte of a range used",
  ],
  [
    "kept bytes of any length",
    "if ($kept.Length -ne $script:KeptSize) { return $false }",
    "",
    "applied, kept longer",
  ],
  [
    "damaged kept bytes",
    "-cne $first['oldSha256']) { return $false }",
    "-ceq '') { return $false }",
    "applied, kept damaged",
  ],
  [
    "another exit code",
    "$script:ExitCode = 2\n        Write-Host",
    "$script:ExitCode = 1\n        Write-Host",
    "no image",
  ],
];

const twins = twinFolder({ beforeAll, afterAll, beforeEach });

it(
  "each mistake in apply.ps1 is noticed beside apply.py, and nothing without one",
  { timeout: SLOW },
  async () => {
    const root = twins();
    const files = await patchFiles(samplePatch().input);
    const states = makeStates(root, fillFolder(path.join(root, "patch"), files));
    const shown = [...new Set(FAULTS.map(([, , , state]) => state))];
    const none = shown.map((state): ScriptFault => [`none, ${state}`, "", "", state]);
    const missed = missedFaults(
      root,
      [...FAULTS, ...none],
      (script) => ({ ...files, "apply.ps1": windowsText(script) }),
      applyPs1,
      (state, patch, own) => stateSteps(new Map([[state, states.get(state) ?? ""]]), patch, own),
    );
    expect(missed).toEqual(none.map(([name]) => name));
  },
);
