import { decode } from "../../bytes/struct.ts";
import { bootSector, fatBoot } from "../../volume/structs/windows-boot.ts";
import type { FsStructure, NodeId } from "../file-system.ts";
import { folderStructures } from "./folder-structures.ts";
import type { FatGeometry } from "./geometry.ts";
import type { FatNodes } from "./nodes.ts";
import { infoSector, longEntry, shortEntry, SLOT } from "./structs/entry.ts";

/** Parts of a long name at most: 20 of 13 letters (FAT specification, 7). */
const MOST_PARTS = 20;

/** Structures of the file system as a whole. */
export function systemStructures({ tables, root, values, backup, boot }: FatGeometry): FsStructure[] {
  const length = bootSector.size;
  const list: FsStructure[] = [{ label: "boot sector", offset: 0, length, table: fatBoot.name }];
  const copy = backup ?? (boot === 0 ? null : boot);
  if (copy !== null) list.push({ label: "backup boot sector", offset: copy, length, table: fatBoot.name });
  if (values.info !== 0 && values.info !== 0xffff && root === null)
    list.push({
      label: "FSInfo",
      offset: values.info * values.sectorSize,
      length: infoSector.size,
      table: infoSector.name,
    });
  for (const [nth, run] of tables.entries())
    list.push({ label: `file allocation table ${nth + 1}`, ...run, table: null });
  if (root !== null) list.push({ label: "root folder", ...root, table: null });
  return list;
}

/** Structures of a file or folder: its entry with its long name, and where it lists what it holds. */
export function nodeStructures(nodes: FatNodes, node: NodeId): FsStructure[] {
  const list: FsStructure[] = [];
  if (nodes.values(node) !== null) {
    list.push(...longParts(nodes, node));
    list.push({ label: "directory entry", offset: node, length: SLOT, table: shortEntry.name });
  }
  return [...list, ...folderStructures(nodes.space(node))];
}

/** The parts of the long name in front of an entry, as far as they lie in the same cluster. */
function longParts({ reader }: FatNodes, node: NodeId): readonly FsStructure[] {
  const parts: FsStructure[] = [];
  for (let offset = node - SLOT; parts.length < MOST_PARTS && offset > 0; offset -= SLOT) {
    const bytes = reader.read(offset, SLOT);
    if (bytes === null || (decode(longEntry, bytes).attributes & 0x3f) !== 0x0f) break;
    parts.unshift({ label: "long name", offset, length: SLOT, table: longEntry.name });
  }
  return parts;
}
