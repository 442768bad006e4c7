import { sizeText } from "../../../shared/text.ts";
import { visibleText } from "../../../shared/visible-text.ts";
import { readmeText } from "../scripts/readme-text.ts";
import type { PatchDescription } from "./format.ts";

/** `README.txt`: what the patch is and how to use it, for whoever unpacks it later. */
export function patchReadme(patch: PatchDescription): string {
  const ranges = patch.groups.reduce((sum, group) => sum + group.ranges.length, 0);
  const bytes = patch.groups.flatMap(({ ranges: all }) => all).reduce((sum, { length }) => sum + length, 0);
  const grows = patch.result.size > patch.source.size;
  const size = grows
    ? `The file grows from ${patch.source.size} to ${patch.result.size} bytes.`
    : "The file keeps its size.";
  const lines = [
    `Image:    ${visibleText(patch.source.name)}, ${patch.source.size} bytes`,
    `Made:     ${patch.createdAt}, ${patch.tool.name} ${patch.tool.version}`,
    `Changes:  ${ranges} ranges, ${sizeText(bytes)}. ${size}`,
    ...patch.changes.map((change) => `          - ${visibleText(change)}`),
    ...(patch.warning === null ? [] : ["", `WARNING:  ${visibleText(patch.warning)}`]),
    "",
    "How to use it",
    "-------------",
    "",
    "Shut the virtual machine down and detach the disk first. Keep all files of this folder together.",
    "",
    "  Linux, macOS:  python3 apply.py IMAGE --dry-run     does it fit? writes nothing",
    "                 python3 apply.py IMAGE               apply",
    "                 python3 apply.py IMAGE --undo        take it back, byte for byte",
    "",
    "  Windows:       powershell -ExecutionPolicy Bypass -File apply.ps1 IMAGE -DryRun",
    "                 powershell -ExecutionPolicy Bypass -File apply.ps1 IMAGE",
    "                 powershell -ExecutionPolicy Bypass -File apply.ps1 IMAGE -Undo",
    "",
    "The scripts compare the bytes that stand in the image with those the patch was made for, and write nothing where they",
    "differ. They save the old bytes beside the image (IMAGE.*.platter-undo) before they write the first new one, flush, write,",
    "flush, and read back. If they are interrupted, run them again or undo.",
    "",
    "Exit codes: 0 done, 1 the image's bytes differ and nothing was written, 2 reading or writing failed.",
    "",
    "patch.json says what is written where; patch.bin holds the bytes.",
  ];
  return readmeText("A patch for a VHDX disk image, made by Platter", lines);
}
