import type { EditAction } from "../../workers/api/index.ts";
import { KIB, MIB } from "../../workers/shared/numbers.ts";
import { nodeFields, treePage } from "../../workers/engine/views/tree/tree.ts";
import type { ViewContext } from "../../workers/engine/views/context.ts";
import { viewContext } from "../../workers/engine/views/context.ts";
import { isDiskReadable } from "../../workers/engine/report/summary.ts";
import { editProblem } from "../../workers/engine/edits/edit-problem.ts";
import { checkField } from "../../workers/engine/edits/set-field.ts";
import { digestOf, storeDigest } from "./digest.ts";
import { editedLine, writtenText } from "./edited-line.ts";
import type { Lines } from "./lines.ts";
import type { Opened } from "./opened.ts";

/** Bytes without a zero, another run for each `tag`. */
const content = (tag: number, length: number): Uint8Array<ArrayBuffer> =>
  Uint8Array.from({ length }, (_, at) => 1 + ((tag * 37 + (at >> 9) * 11 + at * 3) % 255));

/** Changes of a disk that are tried, each on the file as it is stored. */
function actionsFor({ file, links }: Opened): readonly EditAction[] {
  const { image } = file;
  const readable = isDiskReadable(image, image.best);
  const size = readable ? image.disk(image.best).size : 0;
  const block = image.best.structures.facts.blockSize ?? MIB;
  const within = (offset: number, length: number) => offset >= 0 && offset + length <= size;
  const write = (offset: number, length: number): EditAction[] =>
    within(offset, length) ? [{ kind: "write", space: "disk", offset, bytes: content(offset, length) }] : [];
  const linkage = links[1]?.image.headers.active?.values.dataWriteGuid ?? null;
  return [
    ...write(0, 700),
    ...write(block - 300, 600),
    ...write(size - 513, 513),
    ...write(3 * block + 5, block),
    ...(within(block, 2 * block)
      ? ([
          { kind: "zero", offset: 512, length: 2 * block },
          { kind: "zero", offset: block, length: block },
          { kind: "fill", offset: block - 10, length: 64 * KIB + 21, pattern: content(5, 7) },
        ] as const)
      : []),
    { kind: "write", space: "file", offset: Math.max(0, file.file.size - 8), bytes: content(1, 8) },
    { kind: "write", space: "file", offset: 70_000, bytes: content(2, 40) },
    { kind: "write", space: "file", offset: file.file.size - 3, bytes: content(3, 8) },
    { kind: "apply-log" },
    { kind: "discard-log" },
    {
      kind: "relink",
      change: { linkage, paths: { relative_path: "..\\other.vhdx" }, dropLinkage2: true },
    },
    {
      kind: "relink",
      change: {
        linkage: "{ABCDEFAB-0000-4000-8000-0123456789ab}",
        paths: { volume_path: null, absolute_win32_path: "D:\\a.vhdx" },
        dropLinkage2: false,
      },
    },
  ];
}

const nameOf = (action: EditAction): string =>
  [
    action.kind,
    ...("space" in action ? [action.space] : []),
    ...("offset" in action ? [action.offset] : []),
    ...("length" in action ? [action.length] : []),
  ].join(" ");

/** @throws Error where the edited file differs from the file as it is stored. */
function mustBeStored({ file: { edits, file } }: Opened): void {
  const { store } = edits;
  if (store.size !== file.size)
    throw new Error(`After an undo the file has ${store.size} bytes, not ${file.size}`);
  for (const { start, end } of store.writtenRuns())
    if (storeDigest(store, start, end) !== storeDigest(file, start, end))
      throw new Error(`After an undo the bytes from ${start} to ${end} are not those of the file`);
}

/** Bytes that the changes wrote. */
const bytesText = ({ file: { edits } }: Opened): string =>
  [...edits.store.writtenRuns()]
    .map(({ start, end }) => `${start} ${storeDigest(edits.store, start, end)}`)
    .join(" ");

/** Undoes and redoes the change: the file has the same bytes as before, each time. */
function thereAndBack(opened: Opened): void {
  const { edits } = opened.file;
  const after = bytesText(opened);
  edits.undo();
  mustBeStored(opened);
  edits.redo();
  if (bytesText(opened) !== after) throw new Error("After a redo the file has other bytes");
}

/** What becomes of a file by changes of its disk and its bytes, each alone, and several after each other. */
export async function changeLines(lines: Lines, opened: Opened): Promise<void> {
  const { edits } = opened.file;
  const actions = actionsFor(opened);
  for (const action of actions) {
    await lines.attemptLater(`change ${nameOf(action)}`, async () => {
      edits.apply(action);
      thereAndBack(opened);
      return editedLine(lines, opened);
    });
    edits.clear();
  }
  const done = actions.filter((action) => {
    if (action.kind === "apply-log" || action.kind === "discard-log") return false;
    return !lines.outcome(() => (edits.apply(action), "")).startsWith("refused");
  });
  if (done.length > 1) {
    lines.add("changes", done.length, await editedLine(lines, opened));
    edits.undo();
    edits.undo();
    lines.add("  less two", writtenText(opened));
    edits.redo();
    lines.add("  less one", writtenText(opened));
    const { actions: kept } = edits;
    edits.clear();
    edits.restore(kept);
    lines.add("  restored", writtenText(opened));
  }
  edits.clear();
}

const NODES = 16;
const CHILDREN = 4;

/** Nodes of structures with fields, a few of each kind. */
function* nodesWithFields(context: ViewContext): Generator<string> {
  const parents: (string | null)[] = [null];
  for (let seen = 0; seen < NODES;) {
    const parent = parents.shift();
    if (parent === undefined) return;
    for (const { id, childCount } of treePage(context, parent, 0, CHILDREN).nodes) {
      if (childCount > 0) parents.push(id);
      if (nodeFields(context, id).fields.length === 0) continue;
      seen += 1;
      yield id;
    }
  }
}

/** What each field is set to: something small, something large, and the text of another kind. */
const VALUES = ["1", "0x300000", "{abcdefab-1111-4222-8333-0123456789ab}", "vhdxfile"];

/** What becomes of a file when a field of a structure is set, for each field of its tables. */
export function fieldLines(lines: Lines, opened: Opened): void {
  const { edits, image } = opened.file;
  const context = viewContext(image, image.own);
  for (const node of nodesWithFields(context)) {
    const results: string[] = [];
    for (const { name, input, length } of nodeFields(context, node).fields) {
      // As many characters and bytes as there is room for, and one more.
      for (const count of [length / 2, length / 2 + 1, length, length + 1].filter(Number.isInteger)) {
        lines.say(checkField(context, node, name, "x".repeat(count)).refused);
        lines.say(checkField(context, node, name, "ab".repeat(count)).refused);
      }
      for (const [nth, value] of [...VALUES, input ?? ""].entries()) {
        const check = checkField(context, node, name, value);
        lines.say(check.refused, check.shown, check.problem);
        results.push(
          lines.outcome(() => {
            edits.apply({ kind: "set-field", node, field: name, value, mend: nth !== 1 });
            const written = writtenText(opened);
            if (nth === 0) thereAndBack(opened);
            const { edited } = edits;
            const codes = edited.ownFindings(edited.own).map(({ code }) => code);
            lines.say(editProblem(opened.file));
            return `${written} ${edited.outcome} ${codes.join(",")}`;
          }),
        );
        edits.clear();
      }
    }
    const refused = results.filter((each) => each.startsWith("refused")).length;
    lines.add("fields of", node, `${results.length - refused} set ${refused} refused`, digestOf(results));
  }
}
