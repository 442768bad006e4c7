import type { LogLoss, LogView, LogViewEntry } from "../../api/index.ts";
import { NIL_GUID } from "../../shared/guid.ts";
import type { ViewContext } from "./context.ts";
import { listDescriptors } from "./log-descriptors.ts";

/** The log as the Log screen shows it. */
export function logView({ image, layer }: ViewContext): LogView {
  const { log } = image;
  const header = image.headers.active?.values;
  const active = log?.replayable === true ? log.active : [];
  const orders = new Map(active.map((entry, index) => [entry.offset, index + 1]));
  const entries = (log?.entries ?? []).map(({ entry, state, reason }): LogViewEntry => {
    const { sequenceNumber, entryLength, tail, logGuid, flushedFileOffset, lastFileOffset, descriptorCount } =
      entry.header;
    return {
      offset: entry.offset,
      sequenceNumber,
      length: entryLength,
      tail,
      guid: logGuid,
      flushedFileOffset,
      lastFileOffset,
      state,
      reason,
      descriptorCount,
      order: orders.get(entry.offset) ?? null,
    };
  });
  return {
    isVhdx: image.identifier.isVhdx,
    headerValid: header !== undefined,
    guid: header?.logGuid ?? NIL_GUID,
    offset: header?.logOffset ?? 0n,
    length: header?.logLength ?? 0,
    entries,
    sizeAfterReplay: log?.sizeAfterReplay ?? null,
    findings: image.findings(layer).filter(
      // The screen says in its own words that there is something to replay.
      ({ structure, severity, code }) =>
        structure === "Log" && severity !== "info" && code !== "log-needs-replay",
    ),
  };
}

/** Descriptors read at most, of each entry and of all: a large log writes to thousands of places. */
const MOST_PER_ENTRY = 1024;
const MOST_IN_ALL = 65_536;
/** Targets that are handed out; the page names a few. */
const MOST_TARGETS = 16;

/** What is given up with the log. */
export function logLoss({ image, layer }: ViewContext): LogLoss {
  const { log } = image;
  const active = log?.replayable === true ? log.active : [];
  const targets = new Set<string>();
  let [writes, looked, bytes] = [0, 0, 0];
  for (const entry of active) {
    writes += entry.header.descriptorCount;
    if (log === null) break;
    const most = Math.min(MOST_PER_ENTRY, MOST_IN_ALL - looked);
    for (const { length, target } of listDescriptors({ log, entry }, layer, 0, most)) {
      looked += 1;
      bytes += length;
      targets.add(target);
    }
  }
  return {
    entries: active.length,
    writes,
    bytes,
    targets: [...targets].slice(0, MOST_TARGETS),
    complete: looked === writes && targets.size <= MOST_TARGETS,
  };
}
