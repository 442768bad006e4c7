import { type Command, InvalidArgumentError, Option } from "commander";
import type { DiskFiles, DiskImage, DiskLayer } from "../../workers/node/index.ts";
import { addLayerOption, addReadOptions } from "./options.ts";
import type { ReadOptions } from "./each-image.ts";

/** Options that say which files are looked at. */
export interface FilesOptions extends ReadOptions {
  readonly layer?: DiskLayer;
  readonly volume?: string;
  readonly asStored?: boolean;
  readonly transactions?: number;
}

function countOf(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError("It is no number.");
  return Number(text);
}

/** `--volume`, `--as-stored`, `--transactions` */
export function addFilesOptions(command: Command): Command {
  return addReadOptions(addLayerOption(command))
    .option(
      "--volume <volume>",
      "number or id of a volume, as `volumes` lists them (default: the largest with files)",
    )
    .addOption(
      new Option(
        "--as-stored",
        "without the file system's journal; else what it holds is applied in memory, as a mount does on the disk",
      ).conflicts("transactions"),
    )
    .option("--transactions <n>", "with the first transactions of the journal alone", countOf);
}

/** The files that the options name. */
export function filesOf(
  image: DiskImage,
  { layer, volume, asStored, transactions }: FilesOptions,
): DiskFiles {
  return image.files({ layer, volume, transactions: asStored === true ? 0 : transactions });
}
