import type { Steps } from "../../bytes/steps.ts";
import { KIB } from "../../shared/numbers.ts";
import { countText } from "../../shared/text.ts";
import { tryRead } from "../../store/tolerant-read.ts";
import type { ProblemList } from "../common/problem-list.ts";
import type { PagedBytes } from "../common/paged-bytes.ts";
import type { VolumeRun } from "../file-system.ts";
import { type ClusterLayout, FIRST_CLUSTER } from "./cluster-table.ts";

/** Bytes; a multiple of the entries of every FAT, 12 bits each too. */
const PIECE = 768 * KIB;
const MOST_NAMED = 8;

/** The entry of a cluster in a piece of a table. @param at number of the entry inside the piece */
function entryIn(bytes: Uint8Array, view: DataView, bits: ClusterLayout["bits"], at: number): number {
  if (bits === 16) return view.getUint16(at * 2, true);
  if (bits === 28) return view.getUint32(at * 4, true) & 0x0fff_ffff;
  if (bits === 32) return view.getUint32(at * 4, true);
  const byte = at + (at >>> 1);
  const pair = (bytes[byte] ?? 0) | ((bytes[byte + 1] ?? 0) << 8);
  return at % 2 === 0 ? pair & 0xfff : pair >>> 4;
}

/** Whether two pieces are equal, eight bytes at a time. */
function isSame(a: Uint8Array<ArrayBuffer>, b: Uint8Array<ArrayBuffer>): boolean {
  const words = a.length >>> 3;
  const [left, right] = [new BigUint64Array(a.buffer, 0, words), new BigUint64Array(b.buffer, 0, words)];
  for (let at = 0; at < words; at++) if (left[at] !== right[at]) return false;
  for (let at = words * 8; at < a.length; at++) if (a[at] !== b[at]) return false;
  return true;
}

/** Compares the first two copies of the table, entry by entry. A problem names the first clusters whose entries differ. */
export function* compareTables(
  reader: PagedBytes,
  layout: ClusterLayout,
  [first, second]: readonly VolumeRun[],
  problems: ProblemList,
): Steps<void> {
  if (first === undefined || second === undefined) return;
  const bits = layout.bits === 28 ? 32 : layout.bits;
  const entries = layout.clusters + FIRST_CLUSTER;
  const length = Math.min(first.length, Math.ceil((entries * bits) / 8));
  const named: number[] = [];
  let count = 0;
  let unread = 0;
  for (let at = 0; at < length; at += PIECE) {
    const size = Math.min(PIECE, length - at);
    const a = tryRead(reader.store, first.offset + at, size);
    const b = tryRead(reader.store, second.offset + at, size);
    if (a === null || b === null) unread += 1;
    else if (!isSame(a, b)) {
      const [left, right] = [new DataView(a.buffer), new DataView(b.buffer)];
      const base = (at * 8) / bits;
      const here = Math.min(entries - base, Math.floor((size * 8) / bits));
      for (let nth = Math.max(0, FIRST_CLUSTER - base); nth < here; nth++) {
        if (entryIn(a, left, layout.bits, nth) === entryIn(b, right, layout.bits, nth)) continue;
        count += 1;
        if (named.length < MOST_NAMED) named.push(base + nth);
      }
    }
    yield { done: at + size, total: length };
  }
  if (unread > 0)
    problems.add(
      "fat-copy-unreadable",
      "warning",
      "Parts of the file allocation tables can't be read; there the other table is used.",
      { run: first },
    );
  if (count > 0)
    problems.add(
      "fat-copies-differ",
      "warning",
      `The two file allocation tables differ in ${countText(count, "entry", "entries")}: cluster ${named.join(", ")}${count > named.length ? ", …" : ""}.`,
      { run: second },
    );
}
