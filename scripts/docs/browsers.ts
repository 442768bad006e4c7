import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** Where the page runs: the columns of the table. */
export const PLACES = ["Chromium", "Firefox", "WebKit", "One file, Chromium", "One file, Firefox"] as const;
export type Place = (typeof PLACES)[number];

/** A test in a browser, by its file and by words that stand in it: the beginning of a title, or what is expected. */
export interface Shown {
  /** From the root of the project. */
  readonly file: string;
  readonly test: string;
}

/** What was seen in one place. */
export type Cell =
  | { readonly kind: "works"; readonly by: Shown }
  /** The browser lacks what it takes; `says` is what the page says. */
  | { readonly kind: "missing"; readonly says: string; readonly by: Shown }
  /** No test runs it there. */
  | { readonly kind: "not run" };

interface Feature {
  readonly name: string;
  readonly cells: Readonly<Record<Place, Cell>>;
}

const inSpec = (spec: string, test: string): Shown => ({ file: `e2e/${spec}.spec.ts`, test });
/** In WebKit one script does everything. */
const inSmoke = (test: string): Shown => ({ file: "scripts/webkit/smoke.ts", test });

const works = (spec: string, test: string): Cell => ({ kind: "works", by: inSpec(spec, test) });
const missing = (says: string, spec: string, test: string): Cell => ({
  kind: "missing",
  says,
  by: inSpec(spec, test),
});
const NOT_RUN: Cell = { kind: "not run" };

/** @param cells in the order of `PLACES`, without WebKit. @param webkit that of WebKit. */
function feature(
  name: string,
  [chromium, firefox, oneChromium, oneFirefox]: readonly Cell[],
  webkit: Cell = NOT_RUN,
): Feature {
  return {
    name,
    cells: {
      Chromium: chromium ?? NOT_RUN,
      Firefox: firefox ?? NOT_RUN,
      WebKit: webkit,
      "One file, Chromium": oneChromium ?? NOT_RUN,
      "One file, Firefox": oneFirefox ?? NOT_RUN,
    },
  };
}

const CHOSEN = works("no-handles", "a file ${how} is inspected, replayed and exported");
const SINGLE = works("single", "a disk is inspected, hashed and exported without a server");
const MADE = works("working-disk", "a working disk is made, edited in place, closed");
const NO_HANDLE = "what needs a handle of a file is not offered, and that is said";
const NO_PICKER = "This browser has no file picker: results go to Downloads.";
const NO_REPLACE = "The browser gave this page no way to write to the file.";
const NO_RECENT = "none: this browser gives the page no file handles";

/** The table: what a test ran, and what none did. */
export const FEATURES: readonly Feature[] = [
  feature("Open a file by the button, look at it on the screens", [CHOSEN, CHOSEN, NOT_RUN, SINGLE]),
  feature(
    "Open by a drop, look at it on the screens",
    [works("no-handles", "a file ${how} is inspected, replayed and exported"), NOT_RUN, SINGLE, NOT_RUN],
    { kind: "works", by: inSmoke("as the chosen tab") },
  ),
  feature(
    "Hashes of file and disk",
    [
      works("firefox", "hashes are computed again and again"),
      works("firefox", "hashes are computed again and again"),
      SINGLE,
      SINGLE,
    ],
    { kind: "works", by: inSmoke("The page has no hash") },
  ),
  feature("Export by download", [CHOSEN, CHOSEN, SINGLE, SINGLE], {
    kind: "works",
    by: inSmoke("the exported disk"),
  }),
  feature(
    "Save to a place that you choose",
    [works("save", "${title}: a picked file gets the bytes"), missing(NO_PICKER, "no-handles", NO_HANDLE)],
    { kind: "missing", says: NO_PICKER, by: inSmoke(NO_PICKER) },
  ),
  feature("`Replace original`", [
    works("replace", "edits, undoes, redoes and replaces the original"),
    missing(NO_REPLACE, "no-handles", NO_HANDLE),
  ]),
  feature("Recent files", [
    works("kept-changes", "a private session keeps neither changes nor recent files"),
    missing(NO_RECENT, "no-handles", NO_HANDLE),
  ]),
  feature("Working disks", [
    MADE,
    MADE,
    missing(
      "No working disk here: the browser gives this page no storage of its own.",
      "single",
      "a working disk is made, or is not offered",
    ),
    works("single", "a working disk is made, or is not offered"),
  ]),
  feature("Pending changes survive a reload", [
    works("kept-changes", "pending changes are kept over a reload"),
    works("kept-changes", "pending changes are kept over a reload"),
    missing(
      "The browser gives this page no storage of its own, so pending changes would not survive a reload.",
      "single",
      "changes that can't be kept are said",
    ),
  ]),
  feature("The page with its server stopped", [
    works("hosting", "the page works with its server stopped"),
    works("hosting", "the page works with its server stopped"),
    SINGLE,
    SINGLE,
  ]),
  feature("Double click on a disk, once installed", [works("launch", "files that are launched are opened")]),
  feature("A planted request is stopped", [
    works("offline", "is stopped in the engine"),
    works("hosting", "a worker made of a Blob has the policy of the page"),
    works("single", "is stopped in the page and in the engine"),
  ]),
];

/** The docs with the table, and the marks around it. */
export const BROWSERS_DOC = fileURLToPath(new URL("../../docs/browsers.md", import.meta.url));
export const README = fileURLToPath(new URL("../../README.md", import.meta.url));
const BEGIN = "<!-- written by `npm run docs:browsers` -->";
const END = "<!-- end -->";

/** A table of Markdown, with its columns aligned as the formatter does. */
function markdown(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0))) ?? [];
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(" | ")} |`;
  const [head = [], ...rest] = rows;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...rest.map(line)].join("\n");
}

const link = ({ file }: Shown) => `[${path.basename(file).replace(/(\.spec)?\.ts$/, "")}](../${file})`;

function inDocs(cell: Cell): string {
  if (cell.kind === "not run") return "not run";
  return cell.kind === "works" ? `works: ${link(cell.by)}` : `missing: ${link(cell.by)}`;
}

const IN_README = { works: "yes", missing: "no", "not run": "not run" } as const;

const table = (show: (cell: Cell) => string) =>
  markdown([
    ["", ...PLACES],
    ...FEATURES.map(({ name, cells }) => [name, ...PLACES.map((place) => show(cells[place]))]),
  ]);

function sentences(): string {
  const said = FEATURES.flatMap(({ name, cells }) =>
    PLACES.flatMap((place) => {
      const cell = cells[place];
      return cell.kind === "missing" ? [`- ${name}, ${place}: "${cell.says}"`] : [];
    }),
  );
  return `What the page says where something is missing:\n\n${said.join("\n")}`;
}

/** The text with the part between the marks made anew. */
function withPart(text: string, part: string): string {
  const [before, after] = [text.split(BEGIN)[0], text.split(END)[1]];
  if (before === undefined || after === undefined) throw new Error("There are no marks around the table.");
  return `${before}${BEGIN}\n\n${part}\n\n${END}${after}`;
}

/** The two documents as they should be, by path. */
export function browserDocs(): Readonly<Record<string, string>> {
  const read = (file: string) => readFileSync(file, "utf8");
  return {
    [BROWSERS_DOC]: withPart(read(BROWSERS_DOC), `${table(inDocs)}\n\n${sentences()}`),
    [README]: withPart(
      read(README),
      table(({ kind }) => IN_README[kind]),
    ),
  };
}

if (process.argv[1] === import.meta.filename)
  for (const [file, text] of Object.entries(browserDocs())) writeFileSync(file, text);
