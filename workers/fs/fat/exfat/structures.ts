import { exfatBoot } from "../../../volume/structs/windows-boot.ts";
import type { FsStructure, NodeId } from "../../file-system.ts";
import { isCluster, offsetOf } from "../cluster-table.ts";
import { folderStructures } from "../folder-structures.ts";
import { SLOT } from "../structs/entry.ts";
import { type ExfatGeometry, REGION_SECTORS } from "./geometry.ts";
import type { ExfatNodes } from "./nodes.ts";
import { fileEntry, streamEntry } from "./structs/entry.ts";

/** Structures of the file system as a whole. */
export function systemStructures({ tables, sectorSize, values, layout }: ExfatGeometry): FsStructure[] {
  const length = exfatBoot.size;
  const copy = REGION_SECTORS * sectorSize;
  const list: FsStructure[] = [
    { label: "boot sector", offset: 0, length, table: exfatBoot.name },
    { label: "backup boot sector", offset: copy, length, table: exfatBoot.name },
  ];
  for (const [nth, run] of tables.entries())
    list.push({ label: `file allocation table ${nth + 1}`, ...run, table: null });
  if (isCluster(layout, values.rootCluster))
    list.push({
      label: "root folder",
      offset: offsetOf(layout, values.rootCluster),
      length: layout.clusterSize,
      table: null,
    });
  return list;
}

/** Structures of a file or folder: its entries, and where it lists what it holds. */
export function nodeStructures(nodes: ExfatNodes, node: NodeId): FsStructure[] {
  const list: FsStructure[] = [];
  if (nodes.set(node) !== null) {
    const stream = nodes.streamPlace(node);
    list.push({ label: "file entry", offset: node, length: SLOT, table: fileEntry.name });
    list.push({ label: "stream extension entry", offset: stream, length: SLOT, table: streamEntry.name });
  }
  return [...list, ...folderStructures(nodes.space(node))];
}
