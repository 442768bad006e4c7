import { visibleText } from "./visible-text.ts";

/**
 * All characters that PowerShell takes for a single quote, the typographic ones included. Two of them inside of quotes stand for one.
 */
const POWERSHELL_QUOTES = /['\u2018-\u201B]/g;

/** A text as one word of a PowerShell command: nothing in it is expanded. */
export const powerShellWord = (text: string): string => `'${text.replace(POWERSHELL_QUOTES, "$&$&")}'`;

/** A text as one word of a command of a POSIX shell. */
export const posixWord = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/**
 * A file's name as a person can type it.
 *
 * @returns the placeholder for a name with characters that can't be seen: what is shown would not be the name.
 */
export const typeableName = (name: string, placeholder: string): string =>
  visibleText(name) === name ? name : placeholder;

/** The folder that stands in a command for one that is not known. */
const SOME_FOLDER = String.raw`C:\FOLDER`;

/** The path of an image as the user has it: its folder, or the whole path as the Explorer copies it, with quotes. */
function imagePath(name: string, folder: string): string {
  const given = folder.trim().replaceAll('"', "");
  if (given === "") return `${SOME_FOLDER}\\${name}`;
  if (given.toLowerCase().endsWith(`\\${name.toLowerCase()}`)) return given;
  return /[\\/]$/.test(given) ? `${given}${name}` : `${given}\\${name}`;
}

/** What `apply.ps1` is to do: apply the patch, look whether it fits, or take it back. */
export type PatchTask = "apply" | "-DryRun" | "-Undo";

/**
 * The PowerShell command that runs the script of a patch, whatever the machine's rules about scripts are.
 *
 * @param script path of `apply.ps1`, as a word of PowerShell
 * @param image name of the image's file
 * @param folder of the image, or its path; blank where that is not known.
 */
export function applyCommand(script: string, image: string, folder: string, task: PatchTask): string {
  const path = powerShellWord(imagePath(typeableName(image, "IMAGE"), folder));
  return `powershell -ExecutionPolicy Bypass -File ${script} ${path}${task === "apply" ? "" : ` ${task}`}`;
}

/**
 * The PowerShell commands that unpack a downloaded patch beside itself and apply it.
 *
 * @param zip name of the download
 */
export function unpackAndApply(zip: string, image: string, folder: string): readonly string[] {
  const name = zip.replace(/\.zip$/i, "");
  const inDownloads = (file: string) => `(Join-Path $HOME ${powerShellWord(`Downloads\\${file}`)})`;
  return [
    `Expand-Archive -Force -LiteralPath ${inDownloads(zip)} ${inDownloads(name)}`,
    applyCommand(inDownloads(`${name}\\apply.ps1`), image, folder, "apply"),
  ];
}
