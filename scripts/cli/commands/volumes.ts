import type { Command } from "commander";
import type { DiskImage, DiskLayer, FilesVolume } from "../../../workers/node/index.ts";
import { sizeText } from "../../../workers/shared/text.ts";
import { eachImage, type ReadOptions, type Run } from "../each-image.ts";
import { EXIT, EXIT_HELP } from "../exit-codes.ts";
import { addLayerOption, addReadOptions } from "../options.ts";
import { table } from "../table.ts";

interface VolumesOptions extends ReadOptions {
  readonly layer?: DiskLayer;
  readonly json?: boolean;
}

function rowOf({ number, title, length, label, words, opener, problems }: FilesVolume): readonly string[] {
  const named = label === null ? words : `${words}, labelled ${label}`;
  return [
    String(number),
    title,
    sizeText(length),
    [named, ...problems, ...(opener === null ? [] : [opener])].join("; "),
  ];
}

async function volumes(run: Run, files: readonly string[], options: VolumesOptions): Promise<number> {
  const { terminal } = run;
  return eachImage(run, files, options, async (image: DiskImage, file) => {
    const layer = options.layer ?? image.layer;
    const found = image.volumes(layer);
    if (options.json === true) {
      await terminal.printJson({ format: "platter-volumes", version: 1, file, layer, ...found });
      return EXIT.clean;
    }
    await terminal.print(
      `${file}: ${found.words}`,
      ...table(found.volumes.map(rowOf)).map((line) => `  ${line}`),
    );
    return EXIT.clean;
  });
}

/** `platter volumes IMAGE...` */
export function addVolumes(program: Command, run: Run, ended: (code: number) => void): void {
  const command = program
    .command("volumes")
    .summary("partitions, logical volumes, and what else of the disk can hold files")
    .description(
      "Lists what of each disk can hold files: partitions, logical volumes, a file system under a new partition table. The number of a volume is what `ls` and `extract` call `--volume`.",
    )
    .argument("<image...>", "VHDX files");
  addReadOptions(addLayerOption(command))
    .option("--json", "one line of JSON for each image")
    .addHelpText("after", EXIT_HELP)
    .action(async (files: readonly string[], options: VolumesOptions) =>
      ended(await volumes(run, files, options)),
    );
}
