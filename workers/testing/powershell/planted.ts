import { mkdtempSync } from "node:fs";
import path from "node:path";
import { differences, fillFolder, playPowerShell, playPython, type Step } from "./play.ts";

/** A mistake that is put into a script: its name, the code there, the code instead, and the case that shows it. */
export type ScriptFault = readonly [name: string, code: string, instead: string, shownBy: string];

/**
 * Puts each mistake into a script, plays the case that shows it, and holds it against what the Python script does.
 *
 * @param filesWith what an archive with this script holds
 * @param stepsFor the steps of a case: the folder of the archive, and a folder for the files
 * @returns the names of the mistakes that made no difference
 * @throws Error where a mistake does not find its place exactly once
 */
export function missedFaults(
  root: string,
  faults: readonly ScriptFault[],
  filesWith: (script: string) => Readonly<Record<string, string | Uint8Array>>,
  script: string,
  stepsFor: (shownBy: string, archive: string, own: string) => readonly Step[],
): readonly string[] {
  const text = script.replaceAll("\r\n", "\n");
  const planted = faults.map(([name, code, instead, shownBy], nth) => {
    if (code !== "" && text.split(code).length !== 2)
      throw new Error(`${name}: its place is not there once.`);
    const archive = fillFolder(
      mkdtempSync(path.join(root, `archive-${nth}-`)),
      filesWith(text.replace(code, () => instead)),
    );
    const [one, other] = ["python", "pwsh"].map((each) => mkdtempSync(path.join(root, `${each}-${nth}-`)));
    const python = { root: one ?? "", steps: stepsFor(shownBy, archive, one ?? "") };
    const powershell = { root: other ?? "", steps: stepsFor(shownBy, archive, other ?? "") };
    return { name, python, powershell };
  });
  const byPython = [
    ...(playPython(
      planted.flatMap(({ python }) => python.steps),
      root,
    ) ?? []),
  ];
  const byPowerShell = [
    ...(playPowerShell(
      planted.flatMap(({ powershell }) => powershell.steps),
      root,
    ) ?? []),
  ];
  return planted.flatMap(({ name, python, powershell }) => {
    const told = powershell.steps.filter((step) => step.do !== "copy");
    const found = differences(
      told,
      { root: python.root, came: byPython.splice(0, told.length) },
      { root: powershell.root, came: byPowerShell.splice(0, told.length) },
    );
    return found.length === 0 ? [name] : [];
  });
}
