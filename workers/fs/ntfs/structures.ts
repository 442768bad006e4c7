import type { FileContent, FsStructure, NodeId, VolumeRun } from "../file-system.ts";
import { ntfsBoot } from "../../volume/structs/windows-boot.ts";
import { type Attribute, TYPE, TYPE_NAMES } from "./attributes.ts";
import type { Folders } from "./folder.ts";
import { backupBoot } from "./geometry.ts";
import type { Nodes } from "./node.ts";
import { nonResidentAttribute, residentAttribute } from "./structs/attribute.ts";
import { extendedAttribute } from "./structs/extended-attribute.ts";
import { fileName } from "./structs/file-name.ts";
import { indexBlock, indexRoot } from "./structs/index-node.ts";
import { fileRecord } from "./structs/record.ts";
import { reparsePoint } from "./structs/reparse.ts";
import { restartPage } from "./structs/restart.ts";
import { standardInformation } from "./structs/standard-information.ts";
import { attributeListEntry } from "./structs/attribute-list.ts";
import { volumeInformation } from "./structs/volume-information.ts";

/** Structures of one kind at most. */
const MOST = 1000;
const LOG_FILE = 2;
const MFT = 0;
const MIRROR = 1;
const BITMAP = 6;

/** Tables of the values of attributes. */
const VALUE_TABLES: ReadonlyMap<number, string> = new Map([
  [TYPE.standardInformation, standardInformation.name],
  [TYPE.attributeList, attributeListEntry.name],
  [TYPE.fileName, fileName.name],
  [TYPE.volumeInformation, volumeInformation.name],
  [TYPE.indexRoot, indexRoot.name],
  [TYPE.reparsePoint, reparsePoint.name],
  [TYPE.extendedAttributes, extendedAttribute.name],
]);

/** Runs of a value on the volume. */
function runsOf(content: FileContent): VolumeRun[] {
  const runs: VolumeRun[] = [];
  for (const { source, length } of content.extents(0, content.size)) {
    if (source.kind === "volume") runs.push({ offset: source.offset, length });
    if (runs.length >= MOST) break;
  }
  return runs;
}

function attributeStructures(nodes: Nodes, attribute: Attribute): FsStructure[] {
  const { mft } = nodes;
  const name = TYPE_NAMES.get(attribute.type) ?? `attribute 0x${attribute.type.toString(16)}`;
  const label = attribute.name === "" ? name : `${name} ${attribute.name}`;
  const header = attribute.resident ? residentAttribute : nonResidentAttribute;
  const offset = mft.place(attribute.record, attribute.at);
  const structures: FsStructure[] = [
    { label: `${label}, header`, table: header.name, offset, length: attribute.length },
  ];
  if (attribute.resident && attribute.value.length > 0)
    structures.push({
      label,
      table: VALUE_TABLES.get(attribute.type) ?? null,
      offset: mft.place(attribute.record, attribute.valueAt),
      length: attribute.value.length,
    });
  return structures;
}

function indexBlocks(folders: Folders, folder: NodeId): FsStructure[] {
  const index = folders.indexOf(folder);
  const allocation = index?.allocation ?? null;
  if (index === null || allocation === null) return [];
  const { blockSize } = index;
  const blocks: FsStructure[] = [];
  for (let at = 0; at < allocation.size && blocks.length < MOST; at += blockSize) {
    const [extent] = allocation.extents(at, blockSize);
    if (extent?.source.kind === "volume")
      blocks.push({
        label: `index block ${at / blockSize}`,
        table: indexBlock.name,
        offset: extent.source.offset,
        length: blockSize,
      });
  }
  return blocks;
}

/** Structures of a file or folder: its records, what is in them, the blocks of its index. */
export function nodeStructures(nodes: Nodes, folders: Folders, number: NodeId): FsStructure[] {
  const node = nodes.nodeOrDeleted(number, "all parts");
  if (node === null) return [];
  const { mft, geometry } = nodes;
  const records = [number, ...node.extensions].slice(0, MOST).map((each) => ({
    label: `MFT record ${each}`,
    table: fileRecord.name,
    offset: mft.place(each, 0),
    length: geometry.recordSize,
  }));
  const inside = node.attributes.slice(0, MOST).flatMap((each) => attributeStructures(nodes, each));
  const list = nodes.value(node.attributes, TYPE.attributeList, "");
  const lists = list === null ? [] : named(runsOf(list), "$ATTRIBUTE_LIST", attributeListEntry.name);
  const blocks = node.record.isFolder ? indexBlocks(folders, number) : [];
  return [...records, ...inside, ...lists, ...blocks].filter(({ offset }) => offset >= 0);
}

const named = (runs: readonly VolumeRun[], label: string, table: string | null): FsStructure[] =>
  runs.map((run) => ({ ...run, label, table }));

/** Structures of the file system as a whole. */
export function systemStructures(nodes: Nodes): FsStructure[] {
  const { volume, geometry } = nodes;
  const { boot, sectorSize } = geometry;
  const structures: FsStructure[] = [
    { label: "boot sector", table: ntfsBoot.name, offset: boot, length: sectorSize },
  ];
  const copy = backupBoot(volume, geometry);
  if (copy !== null && copy !== boot)
    structures.push({ label: "backup boot sector", table: ntfsBoot.name, offset: copy, length: sectorSize });
  const content = (number: number) => {
    const node = nodes.node(number, "all parts");
    return node === null ? null : nodes.value(node.attributes, TYPE.data, "");
  };
  const files = [
    [MFT, "$MFT", fileRecord.name],
    [MIRROR, "$MFTMirr", fileRecord.name],
    [LOG_FILE, "$LogFile", restartPage.name],
    [BITMAP, "$Bitmap", null],
  ] as const;
  for (const [number, label, table] of files) {
    const value = content(number);
    if (value !== null) structures.push(...named(runsOf(value), label, table));
  }
  return structures;
}
