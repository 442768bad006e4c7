import type { Command } from "commander";
import type { DiskImage, ExtractFilesRequest, WorkOptions } from "../../../workers/node/index.ts";
import { countText } from "../../../workers/shared/text.ts";
import { eachImage, type Failure, type Run } from "../each-image.ts";
import { EXIT, EXIT_HELP } from "../exit-codes.ts";
import { addFilesOptions, type FilesOptions, filesOf } from "../files-options.ts";
import { notEmpty } from "../options.ts";

interface ExtractOptions extends FilesOptions {
  readonly tar?: string;
  readonly zip?: string;
  readonly to?: string;
  readonly manifest?: string;
  readonly zeroUnreadable?: boolean;
  readonly json?: boolean;
}

/** Problems that are printed; all of them are counted, and in the JSON as far as they are kept. */
const SHOWN = 50;

/** Where the files go, and how; null where that is not said, or said twice. */
function targetOf({ tar, zip, to }: ExtractOptions) {
  const targets = [
    { as: "tar", to: tar },
    { as: "zip", to: zip },
    { as: "folder", to },
  ] as const;
  const given = targets.flatMap(({ as, to: path }) => (path === undefined ? [] : [{ as, to: path }]));
  const [only] = given;
  return given.length === 1 && only !== undefined ? only : null;
}

async function extract(
  run: Run,
  file: string,
  paths: readonly string[],
  target: { readonly as: ExtractFilesRequest["as"]; readonly to: string },
  options: ExtractOptions,
): Promise<number> {
  const { terminal } = run;
  const { zeroUnreadable, manifest } = options;
  const failed = async ({ error }: Failure) => {
    const way =
      error.code === "unreadable-block" || error.code === "read-failed" || error.code === "needs-parent";
    const words = way && zeroUnreadable !== true ? " --zero-unreadable writes zeros there." : "";
    terminal.complain(file, `${error.message}${words}`);
  };
  const work = async (image: DiskImage, _: string, job: WorkOptions) => {
    const files = filesOf(image, options);
    const done = await files.extract(paths, target.to, { as: target.as, manifest, zeroUnreadable, ...job });
    if (options.json === true) await terminal.printJson({ file, ...done });
    else {
      const { path, size, problems, problemCount } = done;
      const counts = `${countText(done.files, "file")} and ${countText(done.folders, "folder")}`;
      const shown = problems.slice(0, SHOWN).map((each) => `  ${each.path}: ${each.words}`);
      const more = problemCount - shown.length;
      const rest = more > 0 ? [`  and ${countText(more, "more line")}`] : [];
      await terminal.print(`${path}: ${counts}, ${size.toLocaleString("en-US")} bytes`, ...shown, ...rest);
    }
    const isWhole =
      done.zeroed.length === 0 &&
      !done.problems.some(({ kind }) => kind !== "renamed" && kind !== "metadata");
    return isWhole ? EXIT.clean : EXIT.findings;
  };
  return eachImage(run, [file], options, work, failed);
}

/** `platter extract IMAGE PATH... --tar FILE` */
export function addExtract(program: Command, run: Run, ended: (code: number) => void): void {
  const command = program
    .command("extract")
    .summary("write files of the disk to a tar, a zip or a folder")
    .description(
      "Extracts files and folders with all that they hold. A tar keeps owners, permissions, times, links, devices, attributes and holes; a named stream of NTFS becomes a file NAME:STREAM beside its own; the tar of a Linux root is what `wsl --import` takes. Links are never followed, and nothing is written over.",
    )
    .argument("<image>", "a VHDX file", notEmpty)
    .argument("<path...>", "files and folders in the file system; / for all");
  addFilesOptions(command)
    .option("--tar <file>", "a new file", notEmpty)
    .option("--zip <file>", "a new file", notEmpty)
    .option("--to <folder>", "a folder; made where it is not there", notEmpty)
    .option("--manifest <file>", "a new file for a list of all files with their SHA-256 (JSON)", notEmpty)
    .option("--zero-unreadable", "write zeros for what can't be read, and list it")
    .option("--json", "say what was written as one line of JSON")
    .addHelpText("after", EXIT_HELP)
    .action(async (file: string, paths: readonly string[], options: ExtractOptions, self: Command) => {
      const target = targetOf(options);
      if (target === null)
        self.error("error: one of --tar FILE, --zip FILE and --to FOLDER says where files go");
      else ended(await extract(run, file, paths, target, options));
    });
}
