import { bytesToHex, countText, offsetText, sizeText } from "../../../shared/text.ts";
import type { Extent } from "../../../vhdx/disk/disk-extent.ts";
import type { VirtualDisk } from "../../../vhdx/disk/disk.ts";
import { type DifferenceList, SHOWN_BYTES, WINDOW } from "./differences.ts";

/** The heading of the differences between two disks. */
const DISK = "Virtual disk";

/** Runs whose contents come from a descendant, with neighbours joined. */
function* changedRuns(disk: VirtualDisk, link: number): Generator<{ start: number; end: number }> {
  let start = -1;
  let end = -1;
  for (const extent of disk.extents(0, disk.size)) {
    if ((extent.link ?? 0) >= link || isNobodys(extent)) continue;
    if (extent.offset !== end) {
      if (start < end) yield { start, end };
      start = extent.offset;
    }
    end = extent.offset + extent.length;
  }
  if (start < end) yield { start, end };
}

const isNobodys = ({ source }: Extent) => source.kind === "parent" || source.kind === "unreadable";

/** Reads what can be read; zeros elsewhere, and past the disk's end. */
function readable(disk: VirtualDisk, offset: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  const there = Math.min(length, disk.size - offset);
  if (there <= 0) return bytes;
  for (const extent of disk.extents(offset, there)) {
    const at = extent.offset - offset;
    if (extent.source.kind === "file") disk.read(extent.offset, bytes.subarray(at, at + extent.length));
  }
  return bytes;
}

/** Runs of sectors that differ, as `[start, end)` of the window. */
export function* differingSectors(a: Uint8Array, b: Uint8Array, sector: number): Generator<[number, number]> {
  let start = -1;
  for (let at = 0; at < a.length; at += sector) {
    const end = Math.min(a.length, at + sector);
    let differs = false;
    for (let byte = at; byte < end && !differs; byte++) differs = a[byte] !== b[byte];
    if (differs && start < 0) start = at;
    if (!differs && start >= 0) {
      yield [start, at];
      start = -1;
    }
  }
  if (start >= 0) yield [start, a.length];
}

/**
 * What the links below `link` changed in the disk of `ancestor`, sector by sector. Reads only the runs that these links hold, up
 * to the limit of one answer; runs past the limit are listed as written.
 */
export function compareAncestor(
  disk: VirtualDisk,
  ancestor: VirtualDisk,
  link: number,
  list: DifferenceList,
): void {
  const add = (offset: number, length: number, sentence: string) => {
    const shown = (of: VirtualDisk) =>
      bytesToHex(readable(of, offset, Math.max(0, Math.min(length, SHOWN_BYTES, of.size - offset))));
    list.add({
      structure: DISK,
      node: null,
      sentence,
      offsetA: offset,
      offsetB: offset,
      length,
      bytesA: shown(ancestor),
      bytesB: shown(disk),
    });
  };
  // Adjacent runs are one difference, across windows and blocks too.
  let start = 0;
  let stop = 0;
  const flush = () => {
    if (start < stop) add(start, stop - start, `${sizeText(stop - start)} at ${offsetText(start)} changed`);
    start = stop;
  };
  for (const run of changedRuns(disk, link)) {
    for (let at = run.start; at < run.end; at += WINDOW) {
      const length = Math.min(WINDOW, run.end - at);
      if (list.left <= 0) {
        flush();
        const rest = run.end - at;
        add(at, rest, `${sizeText(rest)} at ${offsetText(at)} are stored in the child; not compared`);
        break;
      }
      list.left -= length;
      const before = readable(ancestor, at, length);
      const after = readable(disk, at, length);
      for (const [from, to] of differingSectors(before, after, disk.logicalSectorSize)) {
        if (stop !== at + from) {
          flush();
          start = at + from;
        }
        stop = at + to;
      }
    }
  }
  flush();
  if (disk.size !== ancestor.size) {
    const grown = disk.size - ancestor.size;
    const sentence = `The disk is ${sizeText(Math.abs(grown))} ${grown > 0 ? "longer" : "shorter"}`;
    add(Math.min(disk.size, ancestor.size), Math.abs(grown), sentence);
  }
}

/** "3 ranges changed, 96 KiB in all." */
export function ancestorSummary(list: DifferenceList): string {
  const count = list.listed.length + list.omitted;
  if (count === 0) return "No difference.";
  const bytes = list.listed.reduce((sum, { length }) => sum + length, 0);
  const more = list.omitted > 0 ? " at least" : "";
  return `${countText(count, "range")} changed,${more} ${sizeText(bytes)} in all.`;
}
