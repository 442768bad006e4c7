import { decode } from "../../bytes/struct.ts";
import { bytesToHex } from "../../shared/text.ts";
import { fatBoot, fatHead } from "../../volume/structs/windows-boot.ts";
import type { FsFacts } from "../file-system.ts";
import { type FatNodes, ROOT } from "./nodes.ts";
import { labelText } from "./short-name.ts";
import { infoSector } from "./structs/entry.ts";

/** What boot sector and table say of their state, as clauses; what is wrong with them is a problem. */
function marksOf(nodes: FatNodes): readonly string[] {
  const { boot, backup, name, tables, values, layout } = nodes.geometry;
  const marks: string[] = [];
  if (boot !== 0) {
    marks.push("found by the backup boot sector");
    nodes.problems.add("fat-boot-lost", "error", "The boot sector is damaged or gone; its copy is used.", {
      run: { offset: 0, length: values.sectorSize },
    });
  } else if (backup !== null) compareBoot(nodes, backup);
  const [first] = tables;
  const head = first === undefined ? null : nodes.reader.read(first.offset, fatHead.size);
  if (head !== null && name !== "FAT12") {
    const { flags16, flags32 } = decode(fatHead, head);
    const [flags, clean, whole] =
      name === "FAT32" ? [flags32, 0x0800_0000, 0x0400_0000] : [flags16, 0x8000, 0x4000];
    // A table that lost its start has no flags.
    if (flags !== 0) {
      if ((flags & whole) === 0) marks.push("marked as having errors");
      if ((flags & clean) === 0) marks.push("not unmounted");
    }
  }
  const bits = name === "FAT32" ? values.state32 : values.state16;
  if ((bits & 1) !== 0 && !marks.includes("not unmounted")) marks.push("not unmounted");
  if (layout.tables.length < tables.length) marks.push("with one table kept up to date");
  return marks;
}

function compareBoot({ reader, geometry, problems }: FatNodes, backup: number): void {
  const length = fatBoot.size;
  const [own, copy] = [reader.read(0, length), reader.read(backup, length)];
  if (
    own === null ||
    copy === null ||
    !bytesToHex(own.subarray(0, 37)).includes(bytesToHex(copy.subarray(0, 37)))
  )
    problems.add(
      "fat-backup-boot-differs",
      "warning",
      "The backup boot sector is missing, or differs from the boot sector.",
      { run: { offset: backup, length: geometry.values.sectorSize } },
    );
}

/** Bytes that hold something, as FSInfo says; null where there is none, or it can't be right. */
function usedBytes({ reader, geometry, problems }: FatNodes): number | null {
  const { values, layout, name } = geometry;
  if (name !== "FAT32" || values.info === 0 || values.info === 0xffff) return null;
  const bytes = reader.read(values.info * values.sectorSize, infoSector.size);
  if (bytes === null) return null;
  const { lead, signature, free } = decode(infoSector, bytes);
  if (lead !== "RRaA" || signature !== "rrAa") {
    problems.add("fat-info-damaged", "info", "The FSInfo sector is damaged: free clusters are not known.", {
      run: { offset: values.info * values.sectorSize, length: values.sectorSize },
    });
    return null;
  }
  return free > layout.clusters ? null : (layout.clusters - free) * layout.clusterSize;
}

function rootLabel(nodes: FatNodes): string | null {
  for (const part of nodes.parts(nodes.space(ROOT), 0)) {
    // The label is among the first entries; a root folder of many pieces is not searched on opening.
    if (part.kind === "piece" && part.position > 0) return null;
    if (part.kind === "entry" && part.isLabel && !part.isDeleted) return labelText(part.values.name);
  }
  return null;
}

const hex4 = (value: number) => value.toString(16).padStart(4, "0").toUpperCase();

/** What a FAT volume says of itself. What is wrong with it is a problem of the nodes. */
export function readFacts(nodes: FatNodes): FsFacts {
  const { layout, values, name, size } = nodes.geometry;
  const state = [...marksOf(nodes), "times without a time zone, shown as UTC"];
  const serial = name === "FAT32" ? values.serial32 : values.serial16;
  const bootLabel = name === "FAT32" ? values.label32 : values.label16;
  return {
    name,
    label: rootLabel(nodes) ?? labelText(Uint8Array.from(bootLabel, (each) => each.charCodeAt(0))),
    uuid: `${hex4(serial >>> 16)}-${hex4(serial & 0xffff)}`,
    blockSize: layout.clusterSize,
    size,
    used: usedBytes(nodes),
    files: null,
    state,
    pendingTransactions: null,
    isCurrent: true,
  };
}
