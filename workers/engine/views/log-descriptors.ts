import type { ReportDescriptor } from "../../api/index.ts";
import { VhdxError } from "../../shared/error.ts";
import { type Descriptor, descriptors, loggedSector, targetOf } from "../../vhdx/log/descriptors.ts";
import type { LogEntry } from "../../vhdx/log/entry.ts";
import type { LogScan } from "../../vhdx/log/scan.ts";
import { describeTarget } from "../report/describe-target.ts";
import type { Layer } from "../image/layer.ts";

/** Bytes of a descriptor's write that are returned at most: a zero descriptor can name the whole file. */
const LARGEST_WRITE = 64 * 1024;

/** An entry of a log, and the log. */
export interface EntryOfLog {
  readonly log: LogScan;
  readonly entry: LogEntry;
}

/**
 * The entry that starts at a log offset.
 *
 * @throws VhdxError `misuse` where none does.
 */
export function entryAt(log: LogScan | null, offset: number): EntryOfLog {
  const judged = log?.entries.find((each) => each.entry.offset === offset);
  if (log === null || judged === undefined)
    throw new VhdxError("misuse", `No log entry starts at offset ${offset}.`, { offset, structure: "log" });
  return { log, entry: judged.entry };
}

/** Descriptors `[first, first + count)` of an entry in words. A torn entry has none that can be trusted. */
export function listDescriptors(
  { log, entry }: EntryOfLog,
  layer: Layer,
  first: number,
  count: number,
): ReportDescriptor[] {
  if (entry.flaw !== null || count <= 0) return [];
  const end = Math.min(entry.header.descriptorCount, first + count);
  const listed: ReportDescriptor[] = [];
  for (const each of descriptors(log.ring, entry, end))
    if (each.index >= first) listed.push(inWords(layer, each));
  return listed;
}

function inWords(layer: Layer, descriptor: Descriptor): ReportDescriptor {
  const target = targetOf(descriptor);
  return {
    kind: descriptor.kind,
    fileOffset: String(descriptor.fileOffset),
    length: Number(descriptor.length),
    target:
      target === null
        ? "Past 2^53 bytes"
        : describeTarget(layer, target.start, Math.min(target.end - target.start, Number.MAX_SAFE_INTEGER))
            .text,
  };
}

/**
 * The bytes that a descriptor writes, whether a replay applies its entry or not; at most `LARGEST_WRITE`.
 *
 * @throws VhdxError `misuse` where the entry has no such descriptor.
 */
export function writtenBytes({ log, entry }: EntryOfLog, index: number): Uint8Array<ArrayBuffer> {
  let found: Descriptor | null = null;
  if (entry.flaw === null && index < entry.header.descriptorCount)
    for (const each of descriptors(log.ring, entry, index + 1)) found = each;
  if (found === null)
    throw new VhdxError("misuse", `The log entry has no descriptor ${index}.`, {
      offset: entry.offset,
      structure: "log",
    });
  if (found.dataOffset === null)
    return new Uint8Array(found.length < BigInt(LARGEST_WRITE) ? Number(found.length) : LARGEST_WRITE);
  return loggedSector(log.ring, { ...found, dataOffset: found.dataOffset });
}
