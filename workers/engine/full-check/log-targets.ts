import { MIB } from "../../shared/numbers.ts";
import { countText, hexText } from "../../shared/text.ts";
import type { FindingCode, FindingList } from "../../vhdx/findings/index.ts";
import { REGION_TABLE_OFFSETS, SLOT } from "../../vhdx/headers/header-section.ts";
import { type Descriptor, descriptors, targetOf } from "../../vhdx/log/descriptors.ts";
import type { LogEntry } from "../../vhdx/log/entry.ts";
import type { LogScan } from "../../vhdx/log/scan.ts";
import type { JobContext } from "../jobs/jobs.ts";
import type { Layer } from "../image/layer.ts";
import { nodeId } from "../../shared/node-id.ts";

/** Descriptors looked at between two checkpoints. */
const STEP = 1024;

/** What a log may write: tables, metadata and sector bitmaps (MS-VHDX 2.3). */
function judge(layer: Layer, offset: number): FindingCode | null {
  const { regions, geometry } = layer.structures;
  const isTable = REGION_TABLE_OFFSETS.some((start) => offset >= start && offset < start + SLOT);
  if (isTable || regions.all.some((each) => offset >= each.offset && offset < each.offset + each.length))
    return null;
  // Who owns what of a file above 68 TiB is not known.
  const owners = layer.bat?.owners ?? null;
  if (owners === null) return null;
  const owner = owners.at(Math.floor(offset / MIB)) - 1;
  if (owner < 0) return "log-target-unused";
  return geometry?.entryAt(owner).kind === "payload" ? "log-target-payload" : null;
}

/**
 * Checks where the active sequence writes, on the layer that comes of it. Says of each kind of odd target how many there
 * are, and shows the first.
 *
 * @returns bytes of the entries looked at.
 * @throws VhdxError `cancelled`.
 */
export async function checkLogTargets(
  { ring, active }: LogScan,
  layer: Layer,
  job: JobContext,
  findings: FindingList,
): Promise<number> {
  const odd = new Map<FindingCode, { readonly entry: LogEntry; readonly first: Descriptor; count: number }>();
  const total = active.reduce((sum, entry) => sum + entry.header.entryLength, 0);
  let done = 0;
  for (const entry of active) {
    for (const descriptor of descriptors(ring, entry)) {
      // Each 4 KiB of descriptors may be a read of its own.
      if (descriptor.index % STEP === STEP - 1) await job.checkpoint();
      const target = targetOf(descriptor);
      if (target === null || target.end === target.start) continue;
      // A long run of zeros lies in one structure, or both of its ends tell.
      const code = judge(layer, target.start) ?? judge(layer, target.end - 1);
      if (code === null) continue;
      const seen = odd.get(code);
      if (seen === undefined) odd.set(code, { entry, first: descriptor, count: 1 });
      else seen.count += 1;
    }
    done += entry.header.entryLength;
    job.progress(done, total, "Checking where the log writes");
    await job.checkpoint();
  }
  for (const [code, { entry, first, count }] of odd) {
    const what =
      code === "log-target-payload" ? "a block of the disk" : "a part of the file that belongs to nothing";
    const message = `${countText(count, "write")} of the log into ${what}, the first to ${hexText(first.fileOffset)}.`;
    findings.add(code, message, {
      structure: "Log",
      offset: ring.fileOffset(first.logOffset),
      node: nodeId("log/entry", entry.offset),
    });
  }
  return total;
}
