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
  /** The browser lacks what it takes; `says` is what the page says, null where it shows nothing. */
  | { readonly kind: "missing"; readonly says: string | null; readonly by: Shown };

interface Feature {
  readonly name: string;
  readonly cells: Readonly<Record<Place, Cell>>;
}

const inSpec = (spec: string, test: string): Shown => ({ file: `e2e/${spec}.spec.ts`, test });
/** @param scenario a file of `scripts/webkit/scenarios` */
const inWebKit = (scenario: string, test: string): Shown => ({
  file: `scripts/webkit/scenarios/${scenario}.ts`,
  test,
});

const works = (by: Shown): Cell => ({ kind: "works", by });
const missing = (says: string | null, by: Shown): Cell => ({ kind: "missing", says, by });

/** @param cells in the order of `PLACES` */
const feature = (
  name: string,
  ...[chromium, firefox, webkit, oneChromium, oneFirefox]: readonly [Cell, Cell, Cell, Cell, Cell]
): Feature => ({
  name,
  cells: {
    Chromium: chromium,
    Firefox: firefox,
    WebKit: webkit,
    "One file, Chromium": oneChromium,
    "One file, Firefox": oneFirefox,
  },
});

const CHOSEN = works(inSpec("no-handles", "a file ${how} is inspected, replayed and exported"));
const BY_SCRIPT = "a file that a script drops is opened";
const DROPPED = works(
  inWebKit("dropped", "A dropped file is looked at on every screen, hashed, and exported"),
);
const SINGLE = works(inSpec("single", "a disk is inspected, hashed and exported without a server"));
const HASHED = works(inSpec("firefox", "hashes are computed again and again"));
const MADE = works(inSpec("working-disk", "a working disk is made, edited in place, closed"));
const KEPT = works(inSpec("kept-changes", "pending changes are kept over a reload"));
const STOPPED = works(inSpec("hosting", "the page works with its server stopped"));
const GIVEN = works(inSpec("single-handles", "a file is opened by the button, and its disk saved"));
const REPLACED = works(inSpec("single-handles", "the original is replaced, and the file is listed"));
const ONE_DISK = inSpec("single-storage", "a working disk is made, or is not offered");
const ONE_KEPT = inSpec("single-storage", "pending changes are there again after a reload, or are said");
const FILES = works(inSpec("files-anywhere", "the files of a disk are shown, and taken by download"));
const ONE_FILES = works(inSpec("files-anywhere", "the page as one file shows the files of a disk"));
const INSTALL = inSpec("install", "Install is in the palette only where the browser offers it");

const NO_HANDLE = "what needs a handle of a file is not offered, and that is said";
const NOT_OFFERED = inWebKit("missing", "What the browser lacks is not offered");
/** What the page says in Firefox, in WebKit, and in the single file in Firefox. */
const noHandle = (says: string) => ({
  firefox: missing(says, inSpec("no-handles", NO_HANDLE)),
  webkit: missing(says, NOT_OFFERED),
  oneFirefox: missing(says, inSpec("single-handles", NO_HANDLE)),
});
const noPlace = noHandle("This browser has no file picker: results go to Downloads.");
const noReplace = noHandle("The browser gave this page no way to write to the file.");
const noRecent = noHandle("none: this browser gives the page no file handles");
const NO_DISK = "No working disk here: the browser gives this page no storage of its own.";
const NOT_KEPT =
  "The browser gives this page no storage of its own, so pending changes would not survive a reload.";

/** The table: each cell is what a test runs. */
export const FEATURES: readonly Feature[] = [
  feature(
    "Open a file by the button, look at it on the screens",
    CHOSEN,
    CHOSEN,
    works(inWebKit("chosen", "A file that is chosen by the button is looked at on every screen")),
    GIVEN,
    SINGLE,
  ),
  feature(
    "Open by a drop, look at it on the screens",
    CHOSEN,
    works(inSpec("no-handles", BY_SCRIPT)),
    DROPPED,
    SINGLE,
    works(inSpec("single", BY_SCRIPT)),
  ),
  feature("Hashes of file and disk", HASHED, HASHED, DROPPED, SINGLE, SINGLE),
  feature("Export by download", CHOSEN, CHOSEN, DROPPED, SINGLE, SINGLE),
  feature(
    "Files of the disk, extracted by download",
    FILES,
    FILES,
    works(inWebKit("files", "The files of a disk are shown, and taken as a tar by download")),
    ONE_FILES,
    ONE_FILES,
  ),
  feature(
    "Save to a place that you choose",
    works(inSpec("save", "${title}: a picked file gets the bytes")),
    noPlace.firefox,
    noPlace.webkit,
    GIVEN,
    noPlace.oneFirefox,
  ),
  feature(
    "`Replace original`",
    works(inSpec("replace", "edits, undoes, redoes and replaces the original")),
    noReplace.firefox,
    noReplace.webkit,
    REPLACED,
    noReplace.oneFirefox,
  ),
  feature(
    "Recent files",
    works(inSpec("kept-changes", "a recent file is listed after a reload, and opened again")),
    noRecent.firefox,
    noRecent.webkit,
    REPLACED,
    noRecent.oneFirefox,
  ),
  feature(
    "Working disks",
    MADE,
    MADE,
    missing(NO_DISK, NOT_OFFERED),
    missing(NO_DISK, ONE_DISK),
    works(ONE_DISK),
  ),
  feature(
    "Pending changes survive a reload",
    KEPT,
    KEPT,
    missing(NOT_KEPT, NOT_OFFERED),
    missing(NOT_KEPT, ONE_KEPT),
    works(ONE_KEPT),
  ),
  feature(
    "The page with its server stopped",
    STOPPED,
    STOPPED,
    works(inWebKit("stopped", "The page works with its server stopped")),
    SINGLE,
    SINGLE,
  ),
  feature(
    "Double click on a disk, once installed",
    works(inSpec("launch", "files that are launched are opened")),
    missing(null, INSTALL),
    missing(null, inWebKit("missing", "Installing the page is not offered")),
    missing(null, INSTALL),
    missing(null, INSTALL),
  ),
  feature(
    "A planted request is stopped",
    works(inSpec("offline", "is stopped in the engine")),
    works(inSpec("hosting", "a worker made of a Blob has the policy of the page")),
    works(inWebKit("requests", "A planted request is stopped in the page, and in a worker")),
    works(inSpec("single", "is stopped in the page and in the engine")),
    works(inSpec("single", "is stopped in the page, and in a worker that it makes of a Blob")),
  ),
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

const inDocs = ({ kind, by }: Cell) => `${kind}: ${link(by)}`;

const IN_README = { works: "yes", missing: "no" } as const;

const table = (show: (cell: Cell) => string) =>
  markdown([
    ["", ...PLACES],
    ...FEATURES.map(({ name, cells }) => [name, ...PLACES.map((place) => show(cells[place]))]),
  ]);

/** Of `missing(null)`. */
const NOTHING_SAID = "nothing; the palette has no `Install Platter` there";

function sentences(): string {
  const said = FEATURES.flatMap(({ name, cells }) =>
    PLACES.flatMap((place) => {
      const cell = cells[place];
      if (cell.kind !== "missing") return [];
      return [`- ${name}, ${place}: ${cell.says === null ? NOTHING_SAID : `"${cell.says}"`}`];
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
