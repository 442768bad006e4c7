import { applyCommand, type PatchTask, posixWord, typeableName } from "../../../shared/shell-words.ts";
import { sizeText } from "../../../shared/text.ts";
import { visibleText } from "../../../shared/visible-text.ts";
import { readmeText } from "../scripts/readme-text.ts";
import type { PatchDescription } from "./format.ts";

/** A command, and below it what it does. */
const told = (command: string, does: string): readonly string[] => [`     ${command}`, `         ${does}`];

const FITS = "does it fit? Writes nothing.";
const APPLIES = "applies the patch.";
const UNDOES = "takes it back, byte for byte.";

function windowsLines(image: string): readonly string[] {
  const command = (task: PatchTask) => applyCommand(String.raw`.\apply.ps1`, image, "", task);
  return [
    "Windows",
    "-------",
    "",
    "  1. Shut the virtual machine down and detach the disk (WSL: wsl --shutdown).",
    "  2. Unpack the zip into a folder of its own.",
    `  3. Drop ${visibleText(image)} on apply.cmd.`,
    "",
    "  Where access is denied, and to look first or to undo: open PowerShell as administrator (right-click Start), go to the folder",
    String.raw`  of the unpacked patch with cd, and use these commands, with the image's own folder in place of C:\FOLDER.`,
    "",
    ...told(command("-DryRun"), FITS),
    ...told(command("apply"), APPLIES),
    ...told(command("-Undo"), UNDOES),
  ];
}

function unixLines(image: string): readonly string[] {
  const command = `python3 apply.py ${posixWord(`/FOLDER/${typeableName(image, "IMAGE")}`)}`;
  return [
    "Linux, macOS",
    "------------",
    "",
    "  Shut the virtual machine down and detach the disk. Unpack the zip, and in its folder:",
    "",
    ...told(`${command} --dry-run`, FITS),
    ...told(command, APPLIES),
    ...told(`${command} --undo`, UNDOES),
  ];
}

/**
 * `README.txt`: what the patch is and how to use it, for whoever unpacks it later.
 *
 * @param parts what it changes, in words; from `changedParts`
 */
export function patchReadme(patch: PatchDescription, parts: readonly string[]): string {
  const ranges = patch.groups.flatMap(({ ranges: all }) => all);
  const bytes = ranges.reduce((sum, { length }) => sum + length, 0);
  const { name } = patch.source;
  const grows = patch.result.size > patch.source.size;
  const size = grows
    ? `The file grows from ${patch.source.size} to ${patch.result.size} bytes.`
    : "The file keeps its size.";
  const lines = [
    `Image:    ${visibleText(name)}, ${patch.source.size} bytes`,
    `Made:     ${patch.createdAt}, ${patch.tool.name} ${patch.tool.version}`,
    `Changes:  ${parts.join(", ") || "single bytes"}; ${sizeText(bytes)} in all. ${size}`,
    ...patch.changes.map((change) => `          - ${visibleText(change)}`),
    ...(patch.warning === null ? [] : ["", `WARNING:  ${visibleText(patch.warning)}`]),
    "",
    ...windowsLines(name),
    "",
    ...unixLines(name),
    "",
    "What the scripts do",
    "-------------------",
    "",
    "They compare the bytes that stand in the image with those the patch was made for, and write nothing where they differ. They",
    "save the old bytes beside the image (IMAGE.*.platter-undo) before they write the first new one, flush, write, flush, and",
    "read back. If they are interrupted, run them again or undo.",
    "",
    "Exit codes: 0 done, 1 the image's bytes differ and nothing was written, 2 reading or writing failed.",
    "",
    "Keep all files of this folder together: patch.json says what is written where, patch.bin holds the bytes.",
  ];
  return readmeText("A patch for a VHDX disk image, made by Platter", lines);
}
