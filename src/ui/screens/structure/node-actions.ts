import type { TreeNode } from "../../../../workers/api/index.ts";
import { parseNodeId } from "../../../../workers/shared/node-id.ts";
import { goToNode } from "../../../actions/place/places.ts";
import type { Screen } from "../../../state/view.ts";
import type { ContextMenuItem } from "../../parts/ContextMenu.tsx";
import { COPY_LIMIT } from "../../views/hex/copy-as.ts";
import type { ByteTools } from "../../views/hex/use-byte-tools.ts";
import { WORDS } from "./words.ts";

/** The screen that shows more of a structure than the tree does; null where the Map alone shows it. */
export function ownScreen(id: string): Screen | null {
  const kind = parseNodeId(id)?.kind;
  if (kind === undefined) return null;
  if (kind.startsWith("log")) return "log";
  return kind === "block" || kind === "bat/entry" ? "disk" : null;
}

/** What can be done with a structure of the tree. A structure without bytes in the file can only be followed to its screen. */
export function nodeActions(
  node: TreeNode,
  tools: ByteTools,
  bookmark: (span: { offset: number; length: number }) => void,
): readonly ContextMenuItem[] {
  const { id, offset, length } = node;
  const show = (screen: Screen, label: string): ContextMenuItem => ({
    id: screen,
    label,
    run: () => void goToNode(id, { screen }),
  });
  const own = ownScreen(id);
  const screens = [
    ...(offset === null ? [] : [show("map", WORDS.tree.showOnMap)]),
    ...(own === "log" ? [show("log", WORDS.tree.showInLog)] : []),
    ...(own === "disk" ? [show("disk", WORDS.tree.showOnDisk)] : []),
  ];
  if (offset === null) return screens;
  const span = { offset, length };
  return [
    ...screens,
    { id: "copy-offset", label: WORDS.tree.copyOffset, run: () => tools.copyOffset(span) },
    {
      id: "copy",
      label: WORDS.tree.copyAsHex,
      disabled: length === 0 || length > COPY_LIMIT,
      run: () => tools.copyBytes(span),
    },
    { id: "save", label: WORDS.tree.save, disabled: length === 0, run: () => tools.save(span) },
    { id: "bookmark", label: WORDS.tree.addBookmark, keys: "Ctrl+D", run: () => bookmark(span) },
  ];
}
