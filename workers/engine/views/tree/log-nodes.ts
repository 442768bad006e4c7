import { hexText, sizeText } from "../../../shared/text.ts";
import { type Descriptor, descriptors, targetOf } from "../../../vhdx/log/descriptors.ts";
import { DESCRIPTOR_SIZE, descriptorSectors } from "../../../vhdx/log/entry.ts";
import type { LogScan } from "../../../vhdx/log/scan.ts";
import type { JudgedEntry } from "../../../vhdx/log/entry.ts";
import { dataDescriptor, dataSector, logEntryHeader, zeroDescriptor } from "../../../vhdx/structs/log.ts";
import { LOG_SECTOR } from "../../../shared/geometry.ts";
import { describeTarget } from "../../report/describe-target.ts";
import type { ViewContext } from "../context.ts";
import { fieldAt } from "../field-list.ts";
import { type NodeInfo, type NodeSource, type NodeTable, window } from "./source.ts";
import { nodeId, type NodePlace } from "../../../shared/node-id.ts";

function judgedAt(log: LogScan, offset: number | null): JudgedEntry | null {
  return log.entries.find((each) => each.entry.offset === offset) ?? null;
}

/** Children of a whole entry: descriptors first, then data sectors. Those of a torn entry can't be trusted. */
function counts({ entry }: JudgedEntry): { descriptors: number; data: number } {
  return entry.flaw === null
    ? { descriptors: entry.header.descriptorCount, data: entry.dataDescriptors }
    : { descriptors: 0, data: 0 };
}

function entryNode(log: LogScan, judged: JudgedEntry, index: number): NodeInfo {
  const { entry, state } = judged;
  const { descriptors: described, data } = counts(judged);
  return {
    id: nodeId("log/entry", entry.offset),
    parent: nodeId("log"),
    index,
    label: `Entry at log offset ${hexText(entry.offset)}`,
    detail: `${state}, sequence ${entry.header.sequenceNumber}`,
    offset: log.ring.fileOffset(entry.offset),
    // An entry that wraps shows its first part; the other part has its own nodes.
    length: Math.min(
      entry.flaw === null ? entry.header.entryLength : LOG_SECTOR,
      log.ring.length - entry.offset,
    ),
    childCount: described + data,
  };
}

function descriptorAt(log: LogScan, judged: JudgedEntry, index: number): Descriptor | null {
  if (index >= counts(judged).descriptors) return null;
  // The generator counts data sectors along the way, so it has to start at the first.
  let found: Descriptor | null = null;
  for (const each of descriptors(log.ring, judged.entry, index + 1)) found = each;
  return found;
}

function descriptorNode(
  { image, layer }: ViewContext,
  judged: JudgedEntry,
  descriptor: Descriptor,
): NodeInfo {
  const target = targetOf(descriptor);
  const text =
    target === null ? "past 2^53" : describeTarget(layer, target.start, target.end - target.start).text;
  return {
    id: nodeId("log/entry/descriptor", judged.entry.offset, descriptor.index),
    parent: nodeId("log/entry", judged.entry.offset),
    index: descriptor.index,
    label: `${descriptor.kind === "data" ? "Data" : "Zero"} descriptor ${descriptor.index}`,
    detail: text,
    offset: image.log?.ring.fileOffset(descriptor.logOffset) ?? null,
    length: DESCRIPTOR_SIZE,
    childCount: 0,
  };
}

const dataOffset = (judged: JudgedEntry, nth: number) =>
  judged.entry.offset + (descriptorSectors(judged.entry.header.descriptorCount) + nth) * LOG_SECTOR;

function dataNode(log: LogScan, judged: JudgedEntry, nth: number): NodeInfo | null {
  const { descriptors: described, data } = counts(judged);
  if (nth >= data) return null;
  return {
    id: nodeId("log/entry/data", judged.entry.offset, nth),
    parent: nodeId("log/entry", judged.entry.offset),
    index: described + nth,
    label: `Data sector ${nth}`,
    detail: null,
    offset: log.ring.fileOffset(dataOffset(judged, nth)),
    length: LOG_SECTOR,
    childCount: 0,
  };
}

/** The entry that a node is, or is part of. */
function entryOf(log: LogScan, place: NodePlace): JudgedEntry | null {
  return place.kind === "log" ? null : judgedAt(log, place.numbers[0] ?? null);
}

/** A descriptor or a data sector of an entry. */
function partNode(
  context: ViewContext,
  log: LogScan,
  judged: JudgedEntry,
  place: NodePlace,
): NodeInfo | null {
  if (place.kind === "log/entry/data") return dataNode(log, judged, place.numbers[1]);
  const descriptor =
    place.kind === "log/entry/descriptor" ? descriptorAt(log, judged, place.numbers[1]) : null;
  return descriptor === null ? null : descriptorNode(context, judged, descriptor);
}

function logNode({ image }: ViewContext): NodeInfo | null {
  const place = image.headers.log;
  const { log } = image;
  if (place === null) return null;
  const state =
    log === null ? "not read yet" : image.canReplay ? `${log.active.length} to replay` : "nothing to replay";
  return {
    id: nodeId("log"),
    parent: null,
    index: 5,
    label: "Log",
    detail: `${sizeText(place.length)}, ${image.headers.dirty && !image.canReplay && log !== null ? "can't be replayed" : state}`,
    offset: place.offset,
    length: place.length,
    childCount: log?.entries.length ?? 0,
  };
}

function descriptorTable(context: ViewContext, node: NodeInfo, descriptor: Descriptor): NodeTable | null {
  if (node.offset === null) return null;
  const target = targetOf(descriptor);
  const described =
    target === null ? null : describeTarget(context.layer, target.start, target.end - target.start);
  return {
    struct: descriptor.kind === "data" ? dataDescriptor : zeroDescriptor,
    offset: node.offset,
    title: node.label,
    options: {
      targets: { fileOffset: described?.node ?? null },
      words: { fileOffset: described?.text ?? null },
    },
  };
}

function entryTable(log: LogScan, { entry }: JudgedEntry): NodeTable {
  const tail = judgedAt(log, entry.header.tail);
  const checksum = entry.flaw?.includes("checksum") === true ? "does not match the entry's bytes" : null;
  return {
    struct: logEntryHeader,
    offset: log.ring.fileOffset(entry.offset),
    title: `${logEntryHeader.name} at ${hexText(entry.offset)}`,
    options: {
      problems: { checksum },
      targets: { tail: tail === null ? null : nodeId("log/entry", tail.entry.offset) },
    },
  };
}

export const logSource: NodeSource = {
  node: (context, place) => {
    if (place.kind === "log") return logNode(context);
    const { log } = context.image;
    const judged = log === null ? null : entryOf(log, place);
    if (context.image.headers.log === null || log === null || judged === null) return null;
    return place.kind === "log/entry"
      ? entryNode(log, judged, log.entries.indexOf(judged))
      : partNode(context, log, judged, place);
  },
  children: (context, place, first, count) => {
    const { log } = context.image;
    if (log === null) return [];
    if (place.kind === "log") {
      return window(log.entries.length, first, count, (index) => {
        const judged = log.entries[index];
        return judged === undefined ? null : entryNode(log, judged, index);
      });
    }
    const judged = place.kind === "log/entry" ? entryOf(log, place) : null;
    if (judged === null) return [];
    const { descriptors: described, data } = counts(judged);
    const nodes: NodeInfo[] = [];
    const lastDescriptor = Math.min(described, first + count);
    if (first < lastDescriptor) {
      for (const each of descriptors(log.ring, judged.entry, lastDescriptor)) {
        if (each.index >= first) nodes.push(descriptorNode(context, judged, each));
      }
    }
    const firstData = Math.max(0, first - described);
    nodes.push(...window(data, firstData, count - nodes.length, (nth) => dataNode(log, judged, nth)));
    return nodes;
  },
  struct: (context, place) => {
    const { log } = context.image;
    const judged = log === null ? null : entryOf(log, place);
    if (log === null || judged === null) return null;
    if (place.kind === "log/entry") return entryTable(log, judged);
    if (place.kind === "log/entry/data") {
      const node = dataNode(log, judged, place.numbers[1]);
      return node?.offset == null ? null : { struct: dataSector, offset: node.offset, title: node.label };
    }
    if (place.kind !== "log/entry/descriptor") return null;
    const descriptor = descriptorAt(log, judged, place.numbers[1]);
    if (descriptor === null) return null;
    return descriptorTable(context, descriptorNode(context, judged, descriptor), descriptor);
  },
  locate: (context, offset) => {
    const { log } = context.image;
    const place = context.image.headers.log;
    if (log === null || place === null) return { id: nodeId("log"), field: null };
    const at = offset - place.offset;
    for (const judged of log.entries) {
      const { entry } = judged;
      const length = entry.flaw === null ? entry.header.entryLength : LOG_SECTOR;
      const within = (at - entry.offset + log.ring.length) % log.ring.length;
      if (within >= length) continue;
      const id = nodeId("log/entry", entry.offset);
      if (within < logEntryHeader.size) return { id, field: fieldAt(logEntryHeader, within) };
      const { descriptors: described, data } = counts(judged);
      const nth = Math.floor((within - logEntryHeader.size) / DESCRIPTOR_SIZE);
      if (nth < described) {
        const inDescriptor = (within - logEntryHeader.size) % DESCRIPTOR_SIZE;
        const struct = descriptorAt(log, judged, nth)?.kind === "zero" ? zeroDescriptor : dataDescriptor;
        return {
          id: nodeId("log/entry/descriptor", entry.offset, nth),
          field: fieldAt(struct, inDescriptor),
        };
      }
      const sector = Math.floor(within / LOG_SECTOR) - descriptorSectors(described);
      if (sector >= 0 && sector < data) {
        const field = fieldAt(dataSector, within % LOG_SECTOR);
        return { id: nodeId("log/entry/data", entry.offset, sector), field };
      }
      return { id, field: null };
    }
    return { id: nodeId("log"), field: null };
  },
};
