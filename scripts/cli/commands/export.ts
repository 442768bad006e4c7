import { type Command, Option } from "commander";
import {
  type DiskImage,
  type DiskLayer,
  EXPORTS,
  type NodeExport,
  type WorkOptions,
} from "../../../workers/node/index.ts";
import { eachImage, type Failure, type ReadOptions, type Run } from "../each-image.ts";
import { EXIT, EXIT_HELP } from "../exit-codes.ts";
import { addLayerOption, addReadOptions, notEmpty } from "../options.ts";

interface ExportOptions extends ReadOptions {
  readonly as: NodeExport;
  readonly to: string;
  readonly layer?: DiskLayer;
  readonly zeroUnreadable?: boolean;
  readonly json?: boolean;
}

const ZEROS_WAY = " --zero-unreadable writes zeros there.";

async function exportOne(run: Run, file: string, options: ExportOptions): Promise<number> {
  const { terminal } = run;
  const { as, layer, zeroUnreadable } = options;
  const failed = async ({ error }: Failure) => {
    // The one failure that an option avoids.
    const way = error.structure === "virtual disk" || error.code === "read-failed" ? ZEROS_WAY : "";
    terminal.complain(file, `${error.message}${zeroUnreadable === true ? "" : way}`);
  };
  const work = async (image: DiskImage, _: string, job: WorkOptions) => {
    // The check of the whole BAT tells which blocks can't be read.
    await image.check(job);
    const written = await image.export(options.to, { as, layer, zeroUnreadable, ...job });
    const { path, size, changes, zeroed } = written;
    if (options.json === true) await terminal.printJson({ file, path, size, changes, zeroed });
    else {
      const bytes = `${path}: ${size.toLocaleString("en-US")} bytes`;
      await terminal.print(bytes, ...[...changes, ...zeroed].map((each) => `  ${each}`));
    }
    return zeroed.length === 0 ? EXIT.clean : EXIT.findings;
  };
  return eachImage(run, [file], options, work, failed);
}

function addWriteOptions(command: Command): Command {
  return command
    .requiredOption("--to <file|folder>", "a new file, or a folder that gets one", notEmpty)
    .option("--zero-unreadable", "write zeros for what can't be read, and list it")
    .option("--json", "say what was written as one line of JSON");
}

/** `platter export IMAGE --as KIND --to FILE` */
export function addExport(program: Command, run: Run, ended: (code: number) => void): void {
  const command = program
    .command("export")
    .summary("write the disk, a patch or another result to a new file")
    .description(
      "Writes something of an image to a new file; zeros become holes, where the file system has them. A file that is there is never written over.",
    )
    .argument("<image>", "a VHDX file", notEmpty)
    .addOption(
      new Option(
        "--as <kind>",
        "raw: the disk, byte for byte; packed: the disk without its zeros, with scripts that make the raw file; patch: what the replay changes, with scripts that apply and undo it; replayed-copy: the file with its log replayed; flat, flat-fixed: the disk and its parents as one new file; merged: the disk and its parent as one new file",
      )
        .choices(EXPORTS.filter((each) => !each.startsWith("report")))
        .makeOptionMandatory(),
    );
  addWriteOptions(addReadOptions(addLayerOption(command)))
    .addHelpText("after", EXIT_HELP)
    .action(async (file: string, options: ExportOptions) => ended(await exportOne(run, file, options)));
}

/** `platter replay IMAGE --to FILE` */
export function addReplay(program: Command, run: Run, ended: (code: number) => void): void {
  const command = program
    .command("replay")
    .summary("write a copy with its log replayed, as a clean file")
    .description(
      "Writes a copy of an image in which the log is replayed and empty: a clean file that others attach without a repair. The image stays as it is.",
    )
    .argument("<image>", "a VHDX file", notEmpty);
  addWriteOptions(command)
    .addHelpText("after", EXIT_HELP)
    .action(async (file: string, options: Pick<ExportOptions, "to" | "zeroUnreadable" | "json">) =>
      ended(await exportOne(run, file, { ...options, as: "replayed-copy", layer: "replayed" })),
    );
}
