import type { Command } from "commander";
import {
  type DiskFiles,
  type FileNode,
  type FileRow,
  type FileStat,
  VhdxError,
} from "../../../workers/node/index.ts";
import { modeText } from "../../../workers/shared/mode-text.ts";
import { nanosecondText } from "../../../workers/shared/time-text.ts";
import { eachImage, type Run } from "../each-image.ts";
import { EXIT, EXIT_HELP } from "../exit-codes.ts";
import { addFilesOptions, type FilesOptions, filesOf } from "../files-options.ts";
import { notEmpty } from "../options.ts";
import { table } from "../table.ts";

interface LsOptions extends FilesOptions {
  readonly recursive?: boolean;
  readonly json?: boolean;
}

/** Rows that are aligned together. */
const ROWS = 500;

/** An entry, and its path from the root. */
interface Listed {
  readonly path: string;
  readonly row: FileRow;
}

const timeOf = (stat: FileStat | null) => {
  const modified = stat?.times.modified ?? null;
  return modified === null ? "-" : nanosecondText(modified).slice(0, 19).replace("T", " ");
};

function rowOf({ row }: Listed, shown: string): readonly string[] {
  const { stat, kind } = row;
  const name = stat?.target == null ? shown : `${shown} -> ${stat.target.text}`;
  const limit = stat?.limit == null ? "" : ` (${stat.limit.kind})`;
  const owner = stat?.owner == null ? ["-", "-"] : [String(stat.owner.user), String(stat.owner.group)];
  if (stat === null) return ["?", "?", "?", "?", "?", `${name} (can't be read)`];
  return [
    modeText(stat.kind === "unknown" ? kind : stat.kind, stat.mode),
    ...owner,
    String(stat.size),
    timeOf(stat),
    `${name}${limit}`,
  ];
}

/** An entry for programs: times with nanoseconds, bytes that are no text in hexadecimal. */
function jsonOf({ path, row: { stat, node, kind, name } }: Listed) {
  const times = Object.entries(stat?.times ?? {}).map(
    ([key, time]: [string, bigint | null]) => [key, time === null ? null : nanosecondText(time)] as const,
  );
  return {
    path,
    nameHex: Buffer.from(name.bytes).toString("hex"),
    node,
    kind: stat?.kind ?? kind,
    size: stat?.size ?? null,
    mode: stat?.mode == null ? null : stat.mode.toString(8).padStart(4, "0"),
    user: stat?.owner?.user ?? null,
    group: stat?.owner?.group ?? null,
    links: stat?.links ?? null,
    ...Object.fromEntries(times),
    target: stat?.target?.text ?? null,
    targetHex: stat?.target == null ? null : Buffer.from(stat.target.bytes).toString("hex"),
    streams: stat?.streams ?? [],
    attributes: (stat?.attributes ?? []).map((each) => ({
      name: each.name,
      valueHex: Buffer.from(each.value).toString("hex"),
    })),
    flags: stat?.flags ?? [],
    limit: stat?.limit ?? null,
  };
}

/** Sentences that are kept of what can't be read. */
const MOST_UNREAD = 1000;

/** What of a folder can't be read. */
interface Unread {
  readonly path: string;
  readonly sentence: string;
}

/**
 * Entries of a folder, and where asked for of all folders below. Each folder once, so that a loop ends.
 *
 * @param problem called with each thing of a folder that can't be read
 */
function* entries(
  files: DiskFiles,
  top: { readonly node: FileNode; readonly path: string },
  recursive: boolean,
  problem: (unread: Unread) => void,
): Generator<Listed> {
  const seen = new Set([top.node]);
  const waiting = [top];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    for (const row of files.entries(folder.node, (sentence) =>
      problem({ path: folder.path === "" ? "/" : folder.path, sentence }),
    )) {
      const path = folder.path === "" ? row.name.text : `${folder.path}/${row.name.text}`;
      yield { path, row };
      const isFolder = (row.stat?.kind ?? row.kind) === "directory";
      if (!recursive || !isFolder || seen.has(row.node)) continue;
      seen.add(row.node);
      waiting.push({ node: row.node, path });
    }
  }
}

async function ls(run: Run, file: string, path: string, options: LsOptions): Promise<number> {
  const { terminal } = run;
  return eachImage(run, [file], options, async (image) => {
    const files = filesOf(image, options);
    const { node, steps, missing } = files.lookup(path);
    if (node === null)
      throw new VhdxError("not-available", `${path}: there is no ${missing ?? "such file"}.`);
    const last = steps.at(-1);
    const stat = files.stat(node);
    const recursive = options.recursive === true;
    const own = steps.map(({ name }) => name.text).join("/");
    const unread: Unread[] = [];
    let isWhole = true;
    const list: Iterable<Listed> =
      stat?.kind === "directory" || last === undefined
        ? entries(files, { node, path: own }, recursive, (each) => {
            isWhole = false;
            if (unread.length < MOST_UNREAD) unread.push(each);
          })
        : [{ path: own, row: { name: last.name, node, kind: stat?.kind ?? "unknown", stat } }];
    let rows: (readonly string[])[] = [];
    const flush = async () => {
      if (rows.length > 0) await terminal.print(...table(rows));
      rows = [];
    };
    for (const each of list) {
      if (run.signal.aborted) throw new VhdxError("cancelled", "Cancelled.");
      if (each.row.stat === null) isWhole = false;
      if (options.json === true) {
        await terminal.printJson(jsonOf(each));
        continue;
      }
      rows.push(rowOf(each, recursive ? each.path : each.row.name.text));
      if (rows.length === ROWS) await flush();
    }
    await flush();
    const { problems } = files.system;
    const known = new Set(problems.map(({ message }) => message));
    for (const message of known) terminal.complain(file, message);
    for (const { path: where, sentence } of unread)
      if (!known.has(sentence)) terminal.complain(file, `${where}: ${sentence}`);
    if (problems.some(({ severity }) => severity !== "info")) isWhole = false;
    return isWhole ? EXIT.clean : EXIT.findings;
  });
}

/** `platter ls IMAGE [PATH]` */
export function addLs(program: Command, run: Run, ended: (code: number) => void): void {
  const command = program
    .command("ls")
    .summary("list files of the disk")
    .description(
      "Lists a folder of a file system on the disk: kind and permissions, owner, group, size in bytes, time of the last change in UTC, name. Nothing is mounted or written.",
    )
    .argument("<image>", "a VHDX file", notEmpty)
    .argument("[path]", "a folder or file; left out, the root folder", "/");
  addFilesOptions(command)
    .option("-R, --recursive", "with all folders below")
    .option("--json", "one line of JSON for each entry")
    .addHelpText("after", EXIT_HELP)
    .action(async (file: string, path: string, options: LsOptions) =>
      ended(await ls(run, file, path, options)),
    );
}
