/** A stretch of a comparison of two byte runs: a row that differs, or equal bytes left out. */
export type DiffRow =
  | { readonly kind: "equal"; readonly offset: number; readonly length: number }
  | {
      readonly kind: "changed";
      readonly offset: number;
      /** Up to 16; shorter or empty where that side ends. */
      readonly before: Uint8Array;
      readonly after: Uint8Array;
    };

const WIDTH = 16;

/** Rows of 16 bytes that differ, with the equal ones between them joined. `offset` is that of the first byte. */
export function diffRows(before: Uint8Array, after: Uint8Array, offset: number): DiffRow[] {
  const rows: DiffRow[] = [];
  const length = Math.max(before.length, after.length);
  for (let at = 0; at < length; at += WIDTH) {
    const a = before.subarray(at, at + WIDTH);
    const b = after.subarray(at, at + WIDTH);
    if (!equal(a, b)) {
      rows.push({ kind: "changed", offset: offset + at, before: a, after: b });
      continue;
    }
    const last = rows.at(-1);
    if (last?.kind === "equal") rows[rows.length - 1] = { ...last, length: last.length + a.length };
    else rows.push({ kind: "equal", offset: offset + at, length: a.length });
  }
  return rows;
}

/** How many bytes differ; where one side ends, each further byte of the other counts. */
export function differingBytes(before: Uint8Array, after: Uint8Array): number {
  const length = Math.max(before.length, after.length);
  let count = 0;
  for (let at = 0; at < length; at++) if (before[at] !== after[at]) count += 1;
  return count;
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((value, at) => value === b[at]);
}
