import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { corpusImages, unpack, unpackedPath } from "../../e2e/support/corpus.ts";
import { PLATTER } from "../cli/testing.ts";
import { table } from "../cli/table.ts";

/** The page's file. */
export const COMMAND_LINE_DOC = new URL("../../docs/command-line.md", import.meta.url);

/** Ends the part that is written by hand. */
const MARK =
  "<!-- What follows is written by `npm run docs:command-line`; a test holds it against the command. -->\n";
const COMMANDS = ["check", "report", "replay", "export", "volumes", "ls", "extract"];

/** The keys of a line of `check --json` that the page needs. */
interface Line {
  readonly file: string;
  readonly exitCode: number;
  readonly outcome: string;
  readonly findings: readonly { readonly code: string; readonly severity: string }[];
}

/** What the command prints, whatever its exit code. */
function output(cwd: string, ...args: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    const options = { cwd, maxBuffer: 2 ** 28 };
    execFile(process.execPath, [PLATTER, ...args], options, (_, stdout) => resolve(stdout));
  });
}

const block = (text: string) => `\`\`\`text\n${text.trimEnd()}\n\`\`\`\n`;

/** Codes of warning and above, such as "bat-overlap ×3". */
function codesOf({ findings }: Line): string {
  const counts = new Map<string, number>();
  for (const { code, severity } of findings)
    if (severity !== "info") counts.set(code, (counts.get(code) ?? 0) + 1);
  return [...counts].map(([code, count]) => (count === 1 ? code : `${code} ×${count}`)).join(", ") || "-";
}

/**
 * The page about the command line, with the help texts and what the command says of the test images.
 *
 * @throws Error if the test images are missing.
 */
export async function commandLineDoc(): Promise<string> {
  const written = readFileSync(COMMAND_LINE_DOC, "utf8").split(MARK)[0] ?? "";
  const images = corpusImages();
  await Promise.all(images.map(({ file }) => unpack(file)));
  const folder = path.dirname(unpackedPath(images[0]?.file ?? ""));
  const help = await Promise.all(
    COMMANDS.map(async (command) => {
      const [own = ""] = (await output(folder, command, "--help")).split("\nExit codes");
      return `### \`platter ${command}\`\n\n${block(own)}`;
    }),
  );
  const names = images.map(({ file }) => file).toSorted();
  const checked = await output(folder, "check", "--json", ...names);
  const lines = checked
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Line);
  const rows = lines.map((line) => [String(line.exitCode), line.outcome, line.file, codesOf(line)]);
  const brief = await output(folder, "check", "--brief", ...names);
  const tally = brief.trimEnd().split("\n").at(-1) ?? "";
  const corpus = table([["EXIT", "OUTCOME", "IMAGE", "FINDINGS OF WARNING AND ABOVE"], ...rows]);
  return [
    `${written}${MARK}`,
    help.join("\n"),
    `## The test images\n\nWhat \`npx platter check\` says of all test images, given at once:\n\n${block([...corpus, tally].join("\n"))}`,
  ].join("\n");
}

if (process.argv[1] === import.meta.filename) writeFileSync(COMMAND_LINE_DOC, await commandLineDoc());
