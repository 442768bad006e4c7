import { memo, type MouseEvent, useMemo, useState } from "react";
import { ContextMenu, type ContextMenuItem } from "../../parts/ContextMenu.tsx";
import { useMenuAt } from "../../parts/use-menu-at.ts";
import { formatOffset } from "../../parts/format.ts";
import { sizeText } from "../../../../workers/shared/text.ts";
import { ENTRY_STATES } from "./entry-state.ts";
import { entryFileOffset, type LogModel, type LogRow } from "./log-model.ts";
import { arcPath, entryAt, fractionAt, pointAt, ringArcs, segmentPath, type RingArc } from "./ring.ts";
import styles from "./Ring.module.css";
import { stateFill } from "./StateMark.tsx";
import { WORDS } from "./words.ts";

/** Geometry in the drawing's own units. */
const VIEW = 312;
const OUTER = 118;
const INNER = 92;
const MIDDLE = (OUTER + INNER) / 2;
/** Steps of the ring: about two a pixel at the size it is shown. */
const STEPS = 2048;
/** Narrower arcs have no room for their letter. */
const LETTER_ROOM = 0.016;

export interface RingProps {
  readonly model: LogModel;
  readonly selected: LogRow | null;
  /** Entries of the active sequence applied so far. */
  readonly applied: number;
  readonly onSelect: (row: LogRow) => void;
  readonly actionsFor: (row: LogRow) => readonly ContextMenuItem[];
}

/**
 * The log as a ring: offset 0 at the top, growing clockwise. A picture with a summary for its name; the table beside it
 * says the same to those who don't see it, and does what the mouse does here.
 */
export function Ring({ model, selected, applied, onSelect, actionsFor }: RingProps) {
  const menu = useMenuAt<LogRow>();
  const [hovered, setHovered] = useState<LogRow | null>(null);
  const { log, rows, active } = model;
  const entries = useMemo(() => rows, [rows]);
  const arcs = useMemo(() => ringArcs(entries, log.length, STEPS), [entries, log.length]);

  const rowAt = (event: MouseEvent<SVGSVGElement>): LogRow | null => {
    const box = event.currentTarget.getBoundingClientRect();
    const scale = VIEW / box.width;
    const x = (event.clientX - box.left - box.width / 2) * scale;
    const y = (event.clientY - box.top - box.height / 2) * scale;
    const distance = Math.hypot(x, y);
    if (distance < INNER - 8 || distance > OUTER + 8) return null;
    return nearestRow(rows, entries, log.length, fractionAt(x, y));
  };

  const tail = active[0];
  const head = active.at(-1);
  const shown = hovered ?? selected;
  return (
    <>
      {/* The table does for keys what the mouse does here, row by row. */}
      {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events jsx-a11y/no-noninteractive-element-interactions */}
      <svg
        role="img"
        aria-label={summary(model)}
        viewBox={`${-VIEW / 2} ${-VIEW / 2} ${VIEW} ${VIEW}`}
        className={styles.ring}
        data-hovered={hovered === null ? undefined : true}
        onMouseMove={(event) => setHovered(rowAt(event))}
        onMouseLeave={() => setHovered(null)}
        onClick={(event) => {
          const row = rowAt(event);
          if (row !== null) onSelect(row);
        }}
        onContextMenu={(event) => {
          event.preventDefault();
          const row = rowAt(event);
          if (row === null) return;
          onSelect(row);
          menu.show({ x: event.clientX, y: event.clientY }, row);
        }}
      >
        <path d={segmentPath(0, 1, INNER, OUTER)} className={styles.track} fillRule="evenodd" />
        <Arcs arcs={arcs} />
        <Ticks length={log.length} head={head === undefined ? null : endOf(head, log.length)} />
        {tail !== undefined && applied > 0 && (
          <Applied tail={tail} last={active[applied - 1] ?? tail} length={log.length} />
        )}
        {selected !== null && <Outline row={selected} length={log.length} className={styles.selected} />}
        {hovered !== null && <Outline row={hovered} length={log.length} className={styles.hovered} />}
        {tail !== undefined && (
          <Marker fraction={tail.offset / log.length} side="inside" text={WORDS.ring.tail} />
        )}
        {head !== undefined && (
          <Marker fraction={endOf(head, log.length)} side="outside" text={WORDS.ring.head} />
        )}
        <Centre model={model} row={shown} />
      </svg>
      <ContextMenu
        label={WORDS.ring.menu}
        at={menu.at}
        items={menu.of === null ? [] : actionsFor(menu.of)}
        onClose={menu.close}
      />
    </>
  );
}

/** A narrow entry is hard to hit: within two pixels counts. */
function nearestRow(
  rows: readonly LogRow[],
  entries: Parameters<typeof entryAt>[0],
  logLength: number,
  fraction: number,
): LogRow | null {
  const slack = 2 / (2 * Math.PI * MIDDLE);
  for (const shift of [0, slack, -slack]) {
    const offset = Math.floor((((fraction + shift + 1) % 1) * logLength) % logLength);
    const index = entryAt(entries, logLength, offset);
    if (index !== null) return rows[index] ?? null;
  }
  return null;
}

function endOf(row: LogRow, logLength: number): number {
  return ((row.offset + row.length) % logLength) / logLength;
}

function summary({ log, counts, active }: LogModel): string {
  const said = Object.entries(counts).flatMap(([name, count]) => (count === 0 ? [] : [`${count} ${name}`]));
  const parts = [
    WORDS.ring.summary(sizeText(log.length), said.length === 0 ? WORDS.ring.noEntries : said.join(", ")),
  ];
  const tail = active[0];
  const head = active.at(-1);
  if (tail !== undefined && head !== undefined)
    parts.push(WORDS.ring.ends(formatOffset(tail.offset), formatOffset(head.offset)));
  return `${parts.join("; ")}.`;
}

/** Apart from what follows the pointer: there can be some 2,000 of them. */
const Arcs = memo(function Arcs({ arcs }: { arcs: readonly RingArc[] }) {
  return (
    <>
      {arcs.map((arc) => (
        <path
          key={arc.from}
          d={segmentPath(arc.from, arc.to, INNER, OUTER)}
          fill={stateFill(arc.state)}
          className={styles.arc}
        />
      ))}
      {arcs
        .filter((arc) => arc.to - arc.from >= LETTER_ROOM)
        .map((arc) => (
          <Letter key={arc.from} arc={arc} />
        ))}
    </>
  );
});

function Letter({ arc }: { arc: RingArc }) {
  const [x, y] = pointAt((arc.from + arc.to) / 2, MIDDLE);
  return (
    <g aria-hidden="true">
      <circle cx={x} cy={y} r="8" className={styles.letterGround} />
      <text x={x} y={y} className={styles.letter}>
        {ENTRY_STATES[arc.state].letter}
      </text>
    </g>
  );
}

/** Quarters of the ring, those above and below with their offsets unless that would meet the head's label. */
function Ticks({ length, head }: { length: number; head: number | null }) {
  return [0, 0.25, 0.5, 0.75].map((fraction) => {
    const [x1, y1] = pointAt(fraction, OUTER);
    const [x2, y2] = pointAt(fraction, OUTER + 4);
    const [x, y] = pointAt(fraction, OUTER + 8);
    const gap = head === null ? 1 : Math.abs(((head - fraction + 1.5) % 1) - 0.5);
    return (
      <g key={fraction} aria-hidden="true">
        <line x1={x1} y1={y1} x2={x2} y2={y2} className={styles.tick} />
        {fraction % 0.5 === 0 && gap > 0.04 && (
          <text x={x} y={y} className={styles.tickText} data-lower={fraction === 0.5 || undefined}>
            {fraction === 0 ? "0" : sizeText(length * fraction)}
          </text>
        )}
      </g>
    );
  });
}

/** How far the replay has got, from the tail. */
function Applied({ tail, last, length }: { tail: LogRow; last: LogRow; length: number }) {
  const from = tail.offset / length;
  const end = (last.offset + last.length) / length;
  return <path d={arcPath(from, end > from ? end : end + 1, INNER - 5)} className={styles.applied} />;
}

function Outline({ row, length, className }: { row: LogRow; length: number; className: string | undefined }) {
  const from = row.offset / length;
  const width = row.length < length ? Math.max(row.length / length, 2 / STEPS) : 2 / STEPS;
  return <path d={segmentPath(from, from + width, INNER - 2, OUTER + 2)} className={className} />;
}

function Marker({ fraction, side, text }: { fraction: number; side: "inside" | "outside"; text: string }) {
  const outward = side === "outside";
  const tip = outward ? OUTER + 3 : INNER - 8;
  const base = outward ? OUTER + 12 : INNER - 17;
  const spread = 5 / base / (2 * Math.PI);
  const points = [pointAt(fraction, tip), pointAt(fraction - spread, base), pointAt(fraction + spread, base)];
  const [x, y] = pointAt(fraction, outward ? base + 10 : base - 12);
  return (
    <g aria-hidden="true">
      <polygon points={points.map((point) => point.join(",")).join(" ")} className={styles.marker} />
      <text x={x} y={y} className={styles.markerText} data-side={x < 0 ? "left" : "right"}>
        {text}
      </text>
    </g>
  );
}

function Centre({ model: { log, rows }, row }: { model: LogModel; row: LogRow | null }) {
  const lines =
    row === null
      ? [sizeText(log.length), WORDS.ring.entries(rows.length)]
      : [
          ENTRY_STATES[row.state].name,
          WORDS.ring.inLog(formatOffset(row.offset)),
          WORDS.ring.inFile(formatOffset(entryFileOffset(log, row))),
          sizeText(row.length),
          String(row.sequenceNumber),
        ];
  return (
    <g aria-hidden="true">
      {lines.map((line, index) => (
        <text
          key={index}
          x="0"
          y={(index - (lines.length - 1) / 2) * 17}
          className={index === 0 ? styles.title : styles.detail}
        >
          {line}
        </text>
      ))}
    </g>
  );
}
