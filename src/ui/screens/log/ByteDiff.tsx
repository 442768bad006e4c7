import { Fragment, useMemo } from "react";
import { cx } from "../../parts/cx.ts";
import { formatOffset } from "../../parts/format.ts";
import { sizeText } from "../../../../workers/shared/text.ts";
import { differingBytes, diffRows, type DiffRow } from "./byte-diff.ts";
import styles from "./ByteDiff.module.css";
import { WORDS } from "./words.ts";

/** More rows than a 64 KiB window holds would only slow the page down. */
const MOST_ROWS = 512;

export interface ByteDiffProps {
  readonly before: Uint8Array;
  readonly after: Uint8Array;
  /** What the offsets count from: the start of the file, or of the virtual disk. */
  readonly space?: "file" | "disk";
  /** Offset of the first byte. */
  readonly offset: number;
  /** Whose change it is: blue for the replay, amber for the user. */
  readonly by?: "replay" | "user";
}

/** Two runs of bytes, only where they differ: each row once as it was (−) and once as it becomes (+). */
export function ByteDiff({ before, after, offset, space = "file", by = "replay" }: ByteDiffProps) {
  const rows = useMemo(() => diffRows(before, after, offset), [before, after, offset]);
  const shown = rows.slice(0, MOST_ROWS);
  return (
    <table aria-label={WORDS.bytes.name} className={cx(styles.table, by === "user" && styles.byUser)}>
      <caption className={styles.caption}>
        {WORDS.bytes.differ(differingBytes(before, after), sizeText(Math.max(before.length, after.length)))}
      </caption>
      <thead className="visually-hidden">
        <tr>
          <th scope="col">{space === "file" ? WORDS.bytes.fileOffset : WORDS.bytes.diskOffset}</th>
          <th scope="col">{WORDS.bytes.side}</th>
          <th scope="col">{WORDS.bytes.bytes}</th>
          <th scope="col">{WORDS.bytes.text}</th>
        </tr>
      </thead>
      <tbody>
        {shown.map((row) => (
          <Row key={row.offset} row={row} />
        ))}
        {rows.length > shown.length && (
          <tr>
            <td colSpan={4} className={styles.equal}>
              {WORDS.bytes.moreRows(rows.length - shown.length)}
            </td>
          </tr>
        )}
      </tbody>
    </table>
  );
}

function Row({ row }: { row: DiffRow }) {
  if (row.kind === "equal") {
    return (
      <tr className={styles.equal}>
        <td>{formatOffset(row.offset)}</td>
        <td colSpan={3}>{WORDS.bytes.equal(sizeText(row.length))}</td>
      </tr>
    );
  }
  return (
    <>
      <Side row={row} side="before" />
      <Side row={row} side="after" />
    </>
  );
}

function Side({ row, side }: { row: Extract<DiffRow, { kind: "changed" }>; side: "before" | "after" }) {
  const bytes = row[side];
  const other = side === "before" ? row.after : row.before;
  if (bytes.length === 0) return null;
  const runs = runsOf(bytes, other);
  return (
    <tr className={styles[side]}>
      <td>{formatOffset(row.offset)}</td>
      <td>
        <span aria-hidden="true">{side === "before" ? "−" : "+"}</span>
        <span className="visually-hidden">{WORDS.bytes.sides[side]}</span>
      </td>
      <td>{runs.map((run) => mark(run, hexOf(bytes, run)))}</td>
      <td>{runs.map((run) => mark(run, textOf(bytes, run)))}</td>
    </tr>
  );
}

interface Run {
  readonly from: number;
  readonly to: number;
  readonly differs: boolean;
}

/** Neighbours that are alike go into one element. */
function runsOf(bytes: Uint8Array, other: Uint8Array): Run[] {
  const runs: Run[] = [];
  bytes.forEach((value, at) => {
    const differs = value !== other[at];
    const last = runs.at(-1);
    if (last?.differs === differs) runs[runs.length - 1] = { ...last, to: at + 1 };
    else runs.push({ from: at, to: at + 1, differs });
  });
  return runs;
}

function mark({ from, differs }: Run, text: string) {
  return differs ? (
    <span key={from} className={styles.differs}>
      {text}
    </span>
  ) : (
    <Fragment key={from}>{text}</Fragment>
  );
}

function hexOf(bytes: Uint8Array, { from, to }: Run): string {
  let text = "";
  for (let at = from; at < to; at++) text += `${(bytes[at] ?? 0).toString(16).padStart(2, "0")} `;
  return text;
}

function textOf(bytes: Uint8Array, { from, to }: Run): string {
  let text = "";
  for (let at = from; at < to; at++) {
    const value = bytes[at] ?? 0;
    text += value >= 0x20 && value < 0x7f ? String.fromCharCode(value) : "·";
  }
  return text;
}
