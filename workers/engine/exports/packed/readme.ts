import { sizeText } from "../../../shared/text.ts";
import { visibleText } from "../../../shared/visible-text.ts";
import { readmeText } from "../scripts/readme-text.ts";
import type { PackedDescription } from "./format.ts";

/** Runs that can't be read, as lines; the others are in packed.json. */
const LISTED = 20;

function unreadableLines({ unreadable }: PackedDescription): readonly string[] {
  if (unreadable.length === 0) return [];
  const bytes = unreadable.reduce((sum, { length }) => sum + length, 0);
  const listed = unreadable
    .slice(0, LISTED)
    .map(({ offset, length }) => `          - ${length} bytes from byte ${offset} on`);
  const more = unreadable.length - listed.length;
  return [
    `Lost:     ${bytes} bytes can't be read in the image. They are zeros in the raw file:`,
    ...listed,
    ...(more > 0 ? [`          - and ${more} more runs, which packed.json lists`] : []),
  ];
}

/** `README.txt`: what the archive is and how to use it, for whoever unpacks it later. */
export function packedReadme(packed: PackedDescription): string {
  const { source, parents, tool, diskSize, packedSize, ranges, warning } = packed;
  const lines = [
    `Image:    ${visibleText(source.name)}, ${source.size} bytes`,
    ...parents.map((name) => `Parent:   ${visibleText(name)}`),
    `Made:     ${packed.createdAt}, ${tool.name} ${tool.version}`,
    `Layer:    ${packed.layer}`,
    `Disk:     ${diskSize} bytes (${sizeText(diskSize)})`,
    `Data:     ${packedSize} bytes (${sizeText(packedSize)}) in ${ranges.length} ranges; the rest is zeros`,
    ...unreadableLines(packed),
    ...(warning === null ? [] : ["", `WARNING:  ${visibleText(warning)}`]),
    "",
    "How to use it",
    "-------------",
    "",
    "A script makes a raw disk of the whole size of it, whose zeros are holes: it takes the room of the data alone where the",
    "file system keeps holes (ext4, XFS, Btrfs, APFS, NTFS; not FAT and exFAT).",
    "",
    "  Linux, macOS:  python3 THIS.zip disk.raw              as it was downloaded, up to 4 GiB; any size from Python 3.13 on",
    "                 python3 unpack.py disk.raw             from the folder that the zip was unpacked to",
    "",
    "  Windows:       unpack the zip, then in its folder",
    "                 powershell -ExecutionPolicy Bypass -File unpack.ps1 disk.raw",
    "",
    "A file of that name is left alone unless --overwrite (-Overwrite) is given, and then it is replaced only once the new one",
    "is whole. Every range is compared with its SHA-256 before it is written, and read back after that.",
    "",
    "Exit codes: 0 done; 1 there is a file of that name, and nothing was written; 2 reading or writing failed, or the archive",
    "is damaged, and no file of that name was made.",
    "",
    "packed.json says where the ranges of packed.bin belong.",
  ];
  return readmeText("A raw disk without its zeros, made by Platter", lines);
}
