import { VhdxError } from "../../../shared/error.ts";
import { hexText, sizeText } from "../../../shared/text.ts";
import { type Descriptor, descriptors, targetOf } from "../../../vhdx/log/descriptors.ts";
import { DESCRIPTOR_SIZE, descriptorSectors } from "../../../vhdx/log/entry.ts";
import type { LogScan } from "../../../vhdx/log/scan.ts";
import type { JudgedEntry } from "../../../vhdx/log/entry.ts";
import { dataDescriptor, dataSector, logEntryHeader, zeroDescriptor } from "../../../vhdx/structs/log.ts";
import { LOG_SECTOR } from "../../../shared/geometry.ts";
import { describeTarget } from "../../report/describe-target.ts";
import type { ViewContext } from "../context.ts";
import { fieldAt, structFields } from "../field-list.ts";
import { type IdParts, type NodeInfo, type NodeSource, numberPart, window } from "./source.ts";

function judgedAt(log: LogScan, offset: number | null): JudgedEntry | null {
  return log.entries.find((each) => each.entry.offset === offset) ?? null;
}

/** Children of a whole entry: descriptors first, data sectors after them. A torn one has none that can be trusted. */
function counts({ entry }: JudgedEntry): { descriptors: number; data: number } {
  return entry.flaw === null
    ? { descriptors: entry.header.descriptorCount, data: entry.dataDescriptors }
    : { descriptors: 0, data: 0 };
}

function entryNode(log: LogScan, judged: JudgedEntry, index: number): NodeInfo {
  const { entry, state } = judged;
  const { descriptors: described, data } = counts(judged);
  return {
    id: `log/entry/${entry.offset}`,
    parent: "log",
    index,
    label: `Entry at ${hexText(entry.offset)}`,
    detail: `${state}, sequence ${entry.header.sequenceNumber}`,
    offset: log.ring.fileOffset(entry.offset),
    // A wrapping entry shows its first part; the ring's other end has nodes of its own.
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
    id: `log/entry/${judged.entry.offset}/descriptor/${descriptor.index}`,
    parent: `log/entry/${judged.entry.offset}`,
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
    id: `log/entry/${judged.entry.offset}/data/${nth}`,
    parent: `log/entry/${judged.entry.offset}`,
    index: described + nth,
    label: `Data sector ${nth}`,
    detail: null,
    offset: log.ring.fileOffset(dataOffset(judged, nth)),
    length: LOG_SECTOR,
    childCount: 0,
  };
}

function childOf(context: ViewContext, log: LogScan, judged: JudgedEntry, parts: IdParts): NodeInfo | null {
  const nth = numberPart(parts, 3);
  if (nth === null) return null;
  if (parts[2] === "data") return dataNode(log, judged, nth);
  const descriptor = parts[2] === "descriptor" ? descriptorAt(log, judged, nth) : null;
  return descriptor === null ? null : descriptorNode(context, judged, descriptor);
}

export const logSource: NodeSource = {
  node: (context, parts) => {
    const { image } = context;
    const place = image.headers.log;
    const { log } = image;
    if (place === null) return null;
    if (parts.length === 0) {
      const state =
        log === null
          ? "not read yet"
          : image.canReplay
            ? `${log.active.length} to replay`
            : "nothing to replay";
      return {
        id: "log",
        parent: null,
        index: 5,
        label: "Log",
        detail: `${sizeText(place.length)}, ${image.headers.dirty && !image.canReplay && log !== null ? "can't be replayed" : state}`,
        offset: place.offset,
        length: place.length,
        childCount: log?.entries.length ?? 0,
      };
    }
    if (log === null || parts[0] !== "entry") return null;
    const judged = judgedAt(log, numberPart(parts, 1));
    if (judged === null) return null;
    if (parts.length === 2) return entryNode(log, judged, log.entries.indexOf(judged));
    return childOf(context, log, judged, parts);
  },
  children: (context, parts, first, count) => {
    const { log } = context.image;
    if (log === null) return [];
    if (parts.length === 0) {
      return window(log.entries.length, first, count, (index) => {
        const judged = log.entries[index];
        return judged === undefined ? null : entryNode(log, judged, index);
      });
    }
    const judged = parts.length === 2 ? judgedAt(log, numberPart(parts, 1)) : null;
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
  fields: (context, parts) => {
    const { log } = context.image;
    const judged = log === null || parts[0] !== "entry" ? null : judgedAt(log, numberPart(parts, 1));
    if (log === null || judged === null) return null;
    const entryId = `log/entry/${judged.entry.offset}`;
    const tail = judgedAt(log, judged.entry.header.tail);
    if (parts.length === 2) {
      const checksum =
        judged.entry.flaw?.includes("checksum") === true ? "does not match the entry's bytes" : null;
      return {
        node: entryId,
        title: `${logEntryHeader.name} at ${hexText(judged.entry.offset)}`,
        spec: logEntryHeader.spec,
        fields: structFields(context, logEntryHeader, log.ring.fileOffset(judged.entry.offset), {
          problems: { checksum },
          targets: { tail: tail === null ? null : `log/entry/${tail.entry.offset}` },
        }),
      };
    }
    const node = childOf(context, log, judged, parts);
    if (node?.offset == null) return null;
    if (parts[2] === "data") {
      const fields = structFields(context, dataSector, node.offset);
      return { node: node.id, title: node.label, spec: dataSector.spec, fields };
    }
    const descriptor = descriptorAt(log, judged, numberPart(parts, 3) ?? 0);
    if (descriptor === null) throw new VhdxError("internal", "A descriptor was listed but is not there.");
    const target = targetOf(descriptor);
    const described =
      target === null ? null : describeTarget(context.layer, target.start, target.end - target.start);
    const struct = descriptor.kind === "data" ? dataDescriptor : zeroDescriptor;
    return {
      node: node.id,
      title: node.label,
      spec: struct.spec,
      fields: structFields(context, struct, node.offset, {
        targets: { fileOffset: described?.node ?? null },
        words: { fileOffset: described?.text ?? null },
      }),
    };
  },
  locate: (context, offset) => {
    const { log } = context.image;
    const place = context.image.headers.log;
    if (log === null || place === null) return { id: "log", field: null };
    const at = offset - place.offset;
    for (const judged of log.entries) {
      const { entry } = judged;
      const length = entry.flaw === null ? entry.header.entryLength : LOG_SECTOR;
      const within = (at - entry.offset + log.ring.length) % log.ring.length;
      if (within >= length) continue;
      const id = `log/entry/${entry.offset}`;
      if (within < logEntryHeader.size) return { id, field: fieldAt(logEntryHeader, within) };
      const { descriptors: described, data } = counts(judged);
      const nth = Math.floor((within - logEntryHeader.size) / DESCRIPTOR_SIZE);
      if (nth < described) {
        const inDescriptor = (within - logEntryHeader.size) % DESCRIPTOR_SIZE;
        const struct = descriptorAt(log, judged, nth)?.kind === "zero" ? zeroDescriptor : dataDescriptor;
        return { id: `${id}/descriptor/${nth}`, field: fieldAt(struct, inDescriptor) };
      }
      const sector = Math.floor(within / LOG_SECTOR) - descriptorSectors(described);
      if (sector >= 0 && sector < data) {
        return { id: `${id}/data/${sector}`, field: fieldAt(dataSector, within % LOG_SECTOR) };
      }
      return { id, field: null };
    }
    return { id: "log", field: null };
  },
};
