import type { Finding, FindingId, NodeId, NodePath, TreeNode, Change } from "../../../workers/api/index.ts";
import type { Place } from "../../state/place.ts";
import { useStore } from "../../state/store.ts";
import type { Screen } from "../../state/view.ts";
import { batIndexOfBlock } from "./blocks.ts";
import { session, type Session } from "../engine/session.ts";
import { reportTrouble } from "../engine/trouble.ts";
import { nodeId, parseNodeId } from "../../../workers/shared/node-id.ts";
import { WORDS } from "./words.ts";

/** Goes to the place of a change on the Edited layer. */
export async function goToChange({ space, offset, length, node, field }: Change): Promise<void> {
  useStore.getState().setLayer("edited");
  if (node !== null) await goToNode(node, { screen: "structure", field });
  else if (space === "disk") await goToDiskOffset(offset, length, { screen: "disk" });
  else await goToFileOffset(offset, length, { screen: "structure" });
}

export interface GoOptions {
  /** Shows this screen as well. */
  readonly screen?: Screen;
  /**
   * Whether views scroll the selection into sight (default). A view scrolls only where it is out of sight, so a click
   * inside a view need not turn this off.
   */
  readonly reveal?: boolean;
  /** The finding that leads there. */
  readonly finding?: FindingId;
  /** A field of the node to select. */
  readonly field?: string | null;
  /**
   * Whether Back leads back from there. Left out: where another screen is shown too, and for structures and blocks; not for the
   * steps of a cursor.
   */
  readonly jump?: boolean;
}

type Selection = Partial<Place>;

/** Only the latest request may move the selection: answers can come back in any order. */
let latest = 0;

/** @returns whether the user went nowhere else meanwhile. */
async function move(
  options: GoOptions,
  atOnce: Selection,
  rest: (session: Session) => Promise<Selection>,
): Promise<boolean> {
  const open = session();
  if (open === null) return false;
  latest += 1;
  const mine = latest;
  const { setPlace, show, jumped } = useStore.getState();
  if (options.jump ?? options.screen !== undefined) jumped();
  if (options.screen !== undefined) show(options.screen);
  setPlace({ ...atOnce, finding: options.finding ?? null });
  try {
    const selection = await rest(open);
    if (mine === latest) setPlace(selection, options.reveal ?? true);
  } catch (thrown) {
    if (mine === latest) reportTrouble(WORDS.cantGo, thrown);
  }
  return mine === latest;
}

/** Number of the deepest node of a kind in the path to a node; null where there is none. */
function numberOf(kind: "log/entry" | "block" | "bat/entry", path: NodePath): number | null {
  for (const node of [path.node, ...path.ancestors.toReversed()]) {
    const place = parseNodeId(node.id);
    if (place?.kind === kind) return place.numbers[0];
  }
  return null;
}

/** The other selections that go with a node: its BAT entry, log entry and run of the virtual disk. */
async function around(
  { engine, id, layer, summary }: Session,
  path: NodePath,
  fileOffset: number | null,
): Promise<Selection> {
  const selection: { -readonly [K in keyof Selection]: Selection[K] } = {
    node: path.node.id,
    batIndex: null,
    logEntry: numberOf("log/entry", path),
  };
  const blockSize = summary.image.blockSize;
  const block = numberOf("block", path);
  if (block !== null && blockSize !== null) {
    const holder = [path.node, ...path.ancestors].find((node) => node.id === nodeId("block", block));
    const inside = fileOffset === null || holder?.offset == null ? 0 : fileOffset - holder.offset;
    selection.batIndex = batIndexOfBlock(summary.image, block);
    selection.disk = { offset: block * blockSize + inside, length: 0 };
    return selection;
  }
  const batIndex = numberOf("bat/entry", path);
  if (batIndex !== null) {
    selection.batIndex = batIndex;
    const row = (await engine.views.bat(id, layer, batIndex, 1)).rows[0];
    if (row?.kind === "payload") selection.disk = { offset: row.diskOffset, length: 0 };
  }
  return selection;
}

function bytesOf(node: TreeNode): Selection {
  return node.offset === null ? {} : { file: { offset: node.offset, length: node.length } };
}

/**
 * Selects a node of the structure tree, its bytes, and the BAT entry, log entry and block it belongs to.
 *
 * @returns whether the user went nowhere else meanwhile, as the two functions below do.
 */
export async function goToNode(node: NodeId, options: GoOptions = {}): Promise<boolean> {
  const field = options.field ?? null;
  return move({ jump: true, ...options }, { node, field }, async (open) => {
    const path = await open.engine.views.node(open.id, open.layer, node);
    if (path === null) return { field };
    return { ...(await around(open, path, null)), ...bytesOf(path.node), field };
  });
}

/**
 * Selects bytes of the file and the node and field that they belong to.
 *
 * @param length bytes selected; 0 puts a cursor there.
 */
export async function goToFileOffset(offset: number, length = 0, options: GoOptions = {}): Promise<boolean> {
  return move(options, { file: { offset, length } }, async (open) => {
    const place = await open.engine.views.locate(open.id, open.layer, offset);
    return { ...(await around(open, place.path, offset)), field: place.field, file: { offset, length } };
  });
}

/**
 * Selects bytes of the virtual disk, and the bytes of the file that hold them; where there are none, the entry of the BAT that says so.
 *
 * @param length bytes selected; 0 puts a cursor there.
 */
export async function goToDiskOffset(offset: number, length = 0, options: GoOptions = {}): Promise<boolean> {
  const disk = { offset, length };
  return move(options, { disk }, async ({ engine, id, layer, summary }) => {
    const blockSize = summary.image.blockSize;
    const block = blockSize === null ? null : Math.floor(offset / blockSize);
    const batIndex = block === null ? null : batIndexOfBlock(summary.image, block);
    if (blockSize === null || block === null || batIndex === null) return { disk };
    const row = (await engine.views.bat(id, layer, batIndex, 1)).rows[0];
    const path = await engine.views.node(id, layer, nodeId("block", block));
    const selection = { disk, batIndex, logEntry: null, field: null };
    if (path === null || path.node.offset === null) {
      if (row === undefined) return selection;
      const entry = await engine.views.node(id, layer, row.node);
      return { ...selection, node: row.node, ...(entry === null ? {} : bytesOf(entry.node)) };
    }
    const inside = offset - block * blockSize;
    return { ...selection, node: path.node.id, file: { offset: path.node.offset + inside, length } };
  });
}

/** Selects an entry of the BAT by its index in the table. */
export async function goToBatEntry(index: number, options: GoOptions = {}): Promise<void> {
  await goToNode(nodeId("bat/entry", index), { jump: options.screen !== undefined, ...options });
}

/**
 * Selects a payload block by its number on the virtual disk: its bytes where it has any, else its BAT entry.
 */
export async function goToBlock(block: number, options: GoOptions = {}): Promise<void> {
  const open = session();
  if (open?.summary.image.blockSize == null) return;
  await goToDiskOffset(block * open.summary.image.blockSize, 0, { jump: true, ...options });
}

/** Selects an entry of the log by its offset in the log, in bytes. */
export async function goToLogEntry(logOffset: number, options: GoOptions = {}): Promise<void> {
  await goToNode(nodeId("log/entry", logOffset), options);
}

/** Selects the place a finding is about. Does nothing where it has none. */
export async function goToFinding(finding: Finding, options: GoOptions = {}): Promise<void> {
  const wanted = { screen: "structure", finding: finding.id, ...options } as const;
  if (finding.node !== null) await goToNode(finding.node, wanted);
  else if (finding.offset !== null) await goToFileOffset(Number(finding.offset), 0, wanted);
  else await move({ ...wanted, screen: "overview" }, {}, () => Promise.resolve({}));
}
