import { loadCrc32c } from "../bytes/crc32c.ts";
import { ChainFiles } from "./chains.ts";
import { DiskImage } from "./disk-image.ts";
import { openLinked } from "./open-file.ts";

/** How {@link openImage} opens a file. */
export interface OpenOptions {
  /**
   * Files that may be among the disk's parents, in any order: those that are, by GUID or by name, are opened too. A `ChainFiles` is
   * for many disks with the same files to choose from.
   */
  readonly parents?: readonly string[] | ChainFiles | undefined;
}

/**
 * Opens a VHDX file, for reading alone. A few reads, whatever its size: {@link DiskImage.check} looks at the rest.
 *
 * A file that is no VHDX, or a broken one, can be opened as well: its findings say what is wrong.
 *
 * @param file path of the file
 * @returns the open file; to be closed by its `close`
 * @throws VhdxError `file-vanished`, `permission-denied`, `file-in-use`, `io`, `read-failed` where it can't be opened or read; `misuse`
 *   where it is a folder or a device.
 */
export async function openImage(file: string, { parents = [] }: OpenOptions = {}): Promise<DiskImage> {
  await loadCrc32c();
  const files = parents instanceof ChainFiles ? parents : new ChainFiles(parents);
  return new DiskImage(openLinked(file, await files.relatedTo(file)));
}
