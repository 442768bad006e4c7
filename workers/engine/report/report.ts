import type {
  Change,
  Report,
  ReportChainLink,
  ReportEdits,
  ReportFiles,
  ReportHeader,
  ReportImage,
  ReportLog,
  ReportLogEntry,
  ReportMetadataItem,
  ReportOptions,
  ReportRegionTable,
  ZeroedRun,
} from "../../api/index.ts";
import { NIL_GUID } from "../../shared/guid.ts";
import { decode } from "../../bytes/struct.ts";
import { groupByCause } from "../../shared/finding-groups.ts";
import { countText, hexText } from "../../shared/text.ts";
import { visibleText } from "../../shared/visible-text.ts";
import { findingCatalogue } from "../../vhdx/findings/index.ts";
import type { MetadataItem } from "../../vhdx/metadata/metadata-item.ts";
import { PARENT_LOCATOR } from "../../vhdx/structs/metadata-items.ts";
import { matchParent } from "../../vhdx/chain/match.ts";
import { ancestors, missingParent, parentFacts } from "../image/lineage.ts";
import type { Layer } from "../image/layer.ts";
import { listDescriptors } from "../views/log-descriptors.ts";
import type { OpenedImage } from "../image/opened-image.ts";
import { verdictOf } from "./verdict.ts";

/** Descriptors listed for each log entry, and for the whole log. */
const LISTED_PER_ENTRY = 1024;
const LISTED_IN_ALL = 65536;

/** What the report says of where the image comes from. */
export interface ReportSource {
  readonly name: string;
  readonly size: number;
  /** Milliseconds since 1970, null where unknown. */
  readonly lastModified: number | null;
  readonly io: { readonly reads: number; readonly bytesRead: number };
  /** What is known of file systems on the layer. */
  readonly files: readonly ReportFiles[];
  /** What exports could not read. */
  readonly zeroed: readonly ZeroedRun[];
  /** The pending changes where the layer is the Edited one, else null. */
  readonly changes: readonly Change[] | null;
  readonly version: string;
  readonly now: Date;
}

const NO_DIGESTS: Report["digests"] = {
  computedAt: null,
  source: { sha256: null, sha1: null, md5: null },
  sourceAtEnd: { sha256: null },
  layerFile: { sha256: null },
  virtualDisk: { sha256: null, sparseSha256: null },
};

function headersOf(image: OpenedImage): ReportHeader[] {
  return image.headers.copies.map((copy) => ({
    copy: copy.copy,
    offset: String(copy.offset),
    valid: copy.valid,
    active: copy === image.headers.active,
    signature: copy.values.signature,
    checksum: hexText(copy.values.checksum, 8),
    computedChecksum: hexText(copy.computedChecksum, 8),
    sequenceNumber: String(copy.values.sequenceNumber),
    fileWriteGuid: copy.values.fileWriteGuid,
    dataWriteGuid: copy.values.dataWriteGuid,
    logGuid: copy.values.logGuid,
    logVersion: copy.values.logVersion,
    version: copy.values.version,
    logLength: copy.values.logLength,
    logOffset: String(copy.values.logOffset),
  }));
}

function regionTablesOf(layer: Layer): ReportRegionTable[] {
  const { tables, active } = layer.structures.regions;
  return tables.map((table) => ({
    copy: table.copy,
    offset: String(table.offset),
    valid: table.valid,
    active: table === active,
    checksum: hexText(table.checksum, 8),
    computedChecksum: hexText(table.computedChecksum, 8),
    entryCount: table.entryCount,
    entries: table.entries.map(({ values, name }) => ({
      guid: values.guid,
      name,
      offset: String(values.fileOffset),
      length: values.length,
      required: values.required === 1,
    })),
  }));
}

/** A known item's value in words: its fields, named where there is more than one. */
export function itemValue(item: MetadataItem, layer: Layer): string | null {
  const { known, bytes } = item;
  if (known === null || bytes === null) return null;
  if (known === PARENT_LOCATOR) return layer.structures.facts.parent?.values["parent_linkage"] ?? null;
  if (known.struct === null) return null;
  if (bytes.length < known.struct.size) return null;
  const values = decode(known.struct, bytes);
  const fields = Object.entries(known.struct.fields).filter(([name]) => name !== "reserved");
  return fields
    .map(([name, field]) => {
      const value = values[name];
      const words = (field.words as ((value: unknown) => string | null) | undefined)?.(value);
      const shown = words ?? String(value);
      return fields.length === 1 ? shown : `${field.label} ${shown}`;
    })
    .join(", ");
}

function metadataOf(layer: Layer): ReportMetadataItem[] {
  return (layer.structures.metadata?.items ?? []).map((item) => ({
    guid: item.values.itemId,
    name: item.known?.name ?? "Unknown",
    isUser: item.values.isUser === 1,
    isVirtualDisk: item.values.isVirtualDisk === 1,
    isRequired: item.values.isRequired === 1,
    offset: String(item.offset ?? 0),
    length: item.values.length,
    value: itemValue(item, layer),
  }));
}

/** The file's facts, from a layer; the creator and the GUIDs from the original. */
export function imageFacts(image: OpenedImage, layer: Layer): ReportImage {
  const { facts } = layer.structures;
  const active = image.headers.active?.values;
  const vhdx = image.identifier.isVhdx;
  return {
    type: facts.type,
    virtualSize: facts.virtualSize,
    blockSize: facts.blockSize,
    logicalSectorSize: facts.logicalSectorSize,
    physicalSectorSize: facts.physicalSectorSize,
    creator: vhdx ? image.identifier.creator : null,
    diskId: facts.diskId,
    dataWriteGuid: active?.dataWriteGuid ?? null,
    fileWriteGuid: active?.fileWriteGuid ?? null,
    parent: facts.parent?.values ?? null,
  };
}

function logOf(image: OpenedImage, layer: Layer): ReportLog {
  const active = image.headers.active?.values;
  const { log } = image;
  let left = LISTED_IN_ALL;
  const entries = (log?.entries ?? []).map((judged): ReportLogEntry => {
    const { header, offset } = judged.entry;
    const listed =
      log === null
        ? []
        : listDescriptors({ log, entry: judged.entry }, layer, 0, Math.min(LISTED_PER_ENTRY, left));
    left -= listed.length;
    return {
      offset: String(offset),
      sequenceNumber: String(header.sequenceNumber),
      length: header.entryLength,
      tail: String(header.tail),
      guid: header.logGuid,
      flushedFileOffset: String(header.flushedFileOffset),
      lastFileOffset: String(header.lastFileOffset),
      state: judged.state,
      reason: judged.reason,
      descriptors: listed,
      descriptorCount: header.descriptorCount,
    };
  });
  return {
    guid: active?.logGuid ?? NIL_GUID,
    offset: String(active?.logOffset ?? 0n),
    length: active?.logLength ?? 0,
    entries,
    active: log?.replayable === true ? log.active.map((entry) => String(entry.header.sequenceNumber)) : [],
    sizeAfterReplay: log?.sizeAfterReplay ?? null,
  };
}

/** Listed in a report: merged, a disk that was cut off has few. */
const MOST_RANGES = 1000;

function chainOf(image: OpenedImage, layer: Layer, { name, size }: ReportSource): ReportChainLink[] {
  const links: ReportChainLink[] = [];
  const add = (
    linkName: string,
    linkSize: number,
    of: OpenedImage,
    at: Layer,
    match: ReportChainLink["match"],
  ) =>
    links.push({
      link: links.length,
      name: linkName,
      size: linkSize,
      type: at.structures.facts.type,
      dataWriteGuid: of.headers.active?.values.dataWriteGuid ?? null,
      replayed: at.name !== "original" && of.canReplay,
      match,
    });
  if (layer.structures.facts.type !== "differencing") return links;
  add(name, size, image, layer, null);
  let child = layer.structures.facts;
  for (const parent of ancestors(image)) {
    const { linkage, linkage2 } = matchParent(child, parentFacts(parent));
    const below = parent.image.layerBelow(layer);
    const match = linkage ? "parent_linkage" : linkage2 ? "parent_linkage2" : "none";
    add(parent.name, parent.image.store.size, parent.image, below, match);
    child = below.structures.facts;
  }
  return links;
}

/** What the report is about. A name of a file is said only of bytes that this file holds. */
function subjectOf(image: OpenedImage, layer: Layer, { name, changes }: ReportSource): string {
  switch (layer.name) {
    case "original":
      return `${visibleText(name)}, as it is stored.`;
    case "replayed":
      return image.canReplay
        ? `${visibleText(name)} with its log applied in memory. The file itself is as it was.`
        : `${visibleText(name)}, read through a parent with its log applied in memory.`;
    case "edited":
      return `${countText(changes?.length ?? 0, "pending change")} to ${visibleText(name)}, in memory alone: no file has these bytes yet.`;
  }
}

function editsOf(image: OpenedImage, layer: Layer, { changes }: ReportSource): ReportEdits | null {
  if (changes === null) return null;
  const lost = image.lostByEdits;
  return {
    changes: changes.map(({ sentence, loss }) => ({ sentence, loss })),
    fileSize: layer.store.size,
    zeros: { bytes: lost?.bytes ?? 0, ranges: lost?.ranges.slice(0, MOST_RANGES) ?? [] },
  };
}

/** The report of `docs/report.md`: everything known about an image, through one layer. */
export function makeReport(
  image: OpenedImage,
  layer: Layer,
  source: ReportSource,
  options: ReportOptions,
): Report {
  const findings = image.findings(layer);
  const applied = layer.upTo;
  const active = image.log?.active.length ?? 0;
  const partial =
    applied === null
      ? null
      : `Replayed only up to entry ${applied} of ${active}: not the state that a full replay gives.`;
  return {
    format: "platter-report",
    version: 1,
    tool: { name: "Platter", version: source.version },
    generatedAt: source.now.toISOString(),
    subject: subjectOf(image, layer, source),
    source: {
      name: source.name,
      size: source.size,
      lastModified: source.lastModified === null ? null : new Date(source.lastModified).toISOString(),
    },
    scan: image.isScanned(layer) ? "complete" : "partial",
    io: source.io,
    digests: options.digests ?? NO_DIGESTS,
    layer: layer.name,
    replayedEntries: layer.name === "replayed" ? (applied ?? active) : null,
    outcome: image.outcome,
    verdict: verdictOf(image, layer).sentence,
    warning:
      [image.warning, partial, image.lostByEdits?.sentence ?? null]
        .filter((each) => each !== null)
        .join(" ") || null,
    image: imageFacts(image, layer),
    inside: image.inside(layer),
    files: source.files,
    edits: editsOf(image, layer, source),
    headers: image.identifier.isVhdx ? headersOf(image) : [],
    regionTables: image.identifier.isVhdx ? regionTablesOf(layer) : [],
    metadata: metadataOf(layer),
    bat: { entries: layer.structures.bat?.entries ?? 0, byState: layer.bat?.byState ?? {} },
    unreadable: {
      bytes: layer.bat?.unreadable.bytes ?? 0,
      ranges: layer.bat?.unreadable.ranges.slice(0, MOST_RANGES) ?? [],
    },
    zeroed: {
      bytes: source.zeroed.reduce((sum, { length }) => sum + length, 0),
      ranges: source.zeroed.slice(0, MOST_RANGES),
    },
    log: logOf(image, layer),
    chain: chainOf(image, layer, source),
    missingParent: missingParent(image)?.name ?? null,
    findings,
    causes: groupByCause(findings).map((group) => ({
      ...group,
      findings: group.findings.map(({ id }) => id),
    })),
    rules: findingCatalogue(findings.map(({ code }) => code)),
    bookmarks: options.bookmarks,
  };
}

/** "Replayed up to entry 3 of 10" and its like, for file names and headings. */
export function layerTitle(image: OpenedImage, layer: Layer): string {
  if (layer.name !== "replayed") return layer.name === "original" ? "Original" : "Edited";
  if (layer.upTo === null) return "Replayed";
  return `Replayed up to entry ${layer.upTo} of ${image.log?.active.length ?? 0}`;
}
