/** Granularity in which equal bytes are left out: what the log writes at least, and what disks write at once. */
export const SECTOR = 4096;

/** Whether the two agree over `[start, end)`; what `old` lacks counts as zeros, which is what growth gives. */
function agree(old: Uint8Array, next: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if ((old[at] ?? 0) !== next[at]) return false;
  return true;
}

/**
 * The runs of sectors in which `next` differs from `old`.
 *
 * @param old what stands there now; may end early, as at the end of a file
 * @param offset of the first byte in the file, so that runs start and end at whole sectors of it
 * @returns runs counted from the start of the bytes.
 */
export function* changedSectors(
  old: Uint8Array,
  next: Uint8Array,
  offset: number,
): Generator<{ start: number; end: number }> {
  let start = -1;
  for (let at = 0; at < next.length;) {
    const end = Math.min(next.length, at + SECTOR - ((offset + at) % SECTOR));
    const same = agree(old, next, at, end);
    if (same && start >= 0) {
      yield { start, end: at };
      start = -1;
    } else if (!same && start < 0) start = at;
    at = end;
  }
  if (start >= 0) yield { start, end: next.length };
}
