import { statSync } from "node:fs";
import type { Command } from "commander";
import { type DiskImage, type DiskLayer, type WorkOptions } from "../../../workers/node/index.ts";
import { eachImage, type ReadOptions, type Run } from "../each-image.ts";
import { codeOf, EXIT_HELP } from "../exit-codes.ts";
import { addFullOption, addLayerOption, addReadOptions, notEmpty } from "../options.ts";

interface ReportOptions extends ReadOptions {
  readonly full?: boolean;
  readonly layer?: DiskLayer;
  readonly hashes?: boolean;
  readonly html?: boolean;
  readonly json?: boolean;
  readonly out?: string;
}

/** Whether a name is that of an existing folder. */
const isFolder = (name: string) => statSync(name, { throwIfNoEntry: false })?.isDirectory() ?? false;

async function reportOne(
  { terminal }: Run,
  image: DiskImage,
  options: ReportOptions,
  work: WorkOptions,
): Promise<number> {
  await image.check({ full: options.full, ...work });
  const layer = options.layer ?? image.layer;
  const digests = options.hashes === true ? await image.digests({ layer, ...work }) : undefined;
  const html = options.html === true;
  const request = { layer, digests };
  if (options.out !== undefined) {
    const { path } = await image.export(options.out, {
      as: html ? "report-html" : "report",
      ...request,
      ...work,
    });
    await terminal.print(path);
  } else if (html) await terminal.printRaw(image.reportHtml(request));
  else await terminal.printJson(image.report(request), options.json === true ? undefined : 2);
  return Math.max(
    codeOf(image.verdict.severity),
    ...image.findings(layer).map(({ severity }) => codeOf(severity)),
  );
}

/** `platter report IMAGE...` */
export function addReport(program: Command, run: Run, ended: (code: number) => void): void {
  const command = program
    .command("report")
    .summary("everything known about images, as JSON or HTML")
    .description(
      "Writes everything known about each image (docs/report.md), as the page's `Export report` does: JSON to standard output, unless told otherwise.",
    )
    .argument("<image...>", "VHDX files");
  addReadOptions(addLayerOption(addFullOption(command)))
    .option(
      "--hashes",
      "with SHA-256, SHA-1 and MD5 of the file, SHA-256 of the layer's file and of the disk",
    )
    .option("--html", "as a page to read and print")
    .option("--json", "one line of JSON for each image")
    .option("--out <file|folder>", "a new file, or a folder that gets a new file for each image", notEmpty)
    .addHelpText("after", EXIT_HELP)
    .action(async (files: readonly string[], options: ReportOptions, self: Command) => {
      const several = files.length > 1;
      if (options.json === true && (options.html === true || options.out !== undefined))
        self.error("error: --json is for standard output, and neither for --html nor for --out");
      if (several && options.html === true && options.out === undefined)
        self.error("error: several pages need a folder: --out FOLDER");
      if (several && options.out !== undefined && !isFolder(options.out))
        self.error("error: the reports of several images need a folder that is there: --out FOLDER");
      ended(await eachImage(run, files, options, (image, _, work) => reportOne(run, image, options, work)));
    });
}
