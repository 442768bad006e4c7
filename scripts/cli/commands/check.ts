import type { Command } from "commander";
import type { DiskImage, DiskLayer, Finding } from "../../../workers/node/index.ts";
import { eachImage, type ReadOptions, type Run } from "../each-image.ts";
import { codeOf, EXIT, EXIT_HELP } from "../exit-codes.ts";
import { addFullOption, addLayerOption, addReadOptions } from "../options.ts";
import { table } from "../table.ts";

interface CheckOptions extends ReadOptions {
  readonly full?: boolean;
  readonly layer?: DiskLayer;
  readonly json?: boolean;
  readonly brief?: boolean;
}

/** A file offset as hex editors have it; the report has it as a decimal string. */
const hex = (offset: string) => `0x${BigInt(offset).toString(16)}`;

const rowOf = ({ severity, code, structure, offset, message }: Finding): readonly string[] => [
  severity,
  code,
  offset === null ? structure : `${structure}, ${hex(offset)}`,
  message,
];

/** The result for a checked image. */
interface Checked {
  readonly file: string;
  readonly image: DiskImage;
  readonly layer: DiskLayer;
  readonly findings: readonly Finding[];
  readonly exitCode: number;
}

/** One line of `--json`; docs/command-line.md explains the keys. */
function lineOf({ file, image, layer, findings, exitCode }: Checked) {
  const { outcome, verdict, parents } = image;
  return {
    format: "platter-check",
    version: 1,
    file,
    exitCode,
    outcome,
    severity: verdict.severity,
    verdict: verdict.sentence,
    unchecked: verdict.unchecked,
    layer,
    parents,
    findings,
    error: null,
  };
}

function textOf({ file, image, findings }: Checked, brief: boolean): readonly string[] {
  const head = `${file}: ${image.outcome}. ${image.verdict.sentence}`;
  if (brief) return [head];
  const parents = image.parents.length === 0 ? [] : [`  Read through ${image.parents.join(", ")}.`];
  const unchecked = image.verdict.unchecked.map((each) => `  Not checked: ${each}`);
  return [head, ...parents, ...unchecked, ...table(findings.map(rowOf)).map((line) => `  ${line}`)];
}

/** Counts the images by exit code, for the last line. */
class Tally {
  #counts = new Map<number, number>();

  add(code: number): void {
    this.#counts.set(code, (this.#counts.get(code) ?? 0) + 1);
  }

  get line(): string {
    const of = (code: number) => this.#counts.get(code) ?? 0;
    return `${of(EXIT.clean)} clean, ${of(EXIT.findings)} with findings, ${of(EXIT.unreadable)} unreadable`;
  }
}

async function check(run: Run, files: readonly string[], options: CheckOptions): Promise<number> {
  const { terminal } = run;
  const tally = new Tally();
  const worst = await eachImage(
    run,
    files,
    options,
    async (image, file, work) => {
      await image.check({ full: options.full, ...work });
      const layer = options.layer ?? image.layer;
      const findings = image.findings(layer);
      const severities = [image.verdict.severity, ...findings.map(({ severity }) => severity)];
      const exitCode = Math.max(...severities.map(codeOf));
      const checked = { file, image, layer, findings, exitCode };
      tally.add(exitCode);
      if (options.json === true) await terminal.printJson(lineOf(checked));
      else await terminal.print(...textOf(checked, options.brief === true));
      return exitCode;
    },
    async ({ file, error, code }) => {
      tally.add(code);
      if (options.json !== true) return terminal.complain(file, error.message);
      const nothing = {
        outcome: null,
        severity: null,
        verdict: null,
        unchecked: [],
        layer: null,
        parents: [],
      };
      const about = { format: "platter-check", version: 1, file, exitCode: code, ...nothing };
      await terminal.printJson({
        ...about,
        findings: [],
        error: { code: error.code, message: error.message },
      });
    },
  );
  if (options.json !== true && files.length > 1) await terminal.print(tally.line);
  return worst;
}

/** `platter check IMAGE...` */
export function addCheck(program: Command, run: Run, ended: (code: number) => void): void {
  const command = program
    .command("check")
    .summary("say what state images are in, and what is wrong with them")
    .description(
      "Says what state each image is in, and lists what was found. Images that are given together are read through each other, as parents and children.",
    )
    .argument("<image...>", "VHDX files");
  addReadOptions(addLayerOption(addFullOption(command)))
    .option("--brief", "one line for each image, without the findings")
    .option("--json", "one line of JSON for each image")
    .addHelpText("after", EXIT_HELP)
    .action(async (files: readonly string[], options: CheckOptions) =>
      ended(await check(run, files, options)),
    );
}
