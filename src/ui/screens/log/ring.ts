import { LOG_SECTOR } from "../../../../workers/shared/geometry.ts";
import type { LogEntryState } from "../../../../workers/api/index.ts";
import { PAINT_ORDER } from "./entry-state.ts";

/** A log entry as the ring sees it; offset and length in bytes, relative to the log. */
export interface RingEntry {
  readonly offset: number;
  readonly length: number;
  readonly state: LogEntryState;
}

/** A run of the ring. */
export interface RingArc {
  /** Fractions of the ring, `from < to <= 1`; an entry that wraps gives two arcs. */
  readonly from: number;
  readonly to: number;
  readonly state: LogEntryState;
  /** Index of its entry in the list, or null where several entries too narrow to tell apart were joined. */
  readonly entry: number | null;
}

/**
 * Arcs to draw, never more than `steps` whatever the number of entries: the ring is cut into equal steps, each takes
 * the entry painted last, and equal neighbours are joined.
 */
export function ringArcs(entries: readonly RingEntry[], logLength: number, steps: number): RingArc[] {
  if (!(logLength > 0)) return [];
  const owner = paint(entries, logLength, steps);
  const arcs: RingArc[] = [];
  let start = 0;
  while (start < steps) {
    const index = owner[start] ?? -1;
    let end = start + 1;
    while (end < steps && owner[end] === index) end += 1;
    const entry = entries[index];
    if (entry !== undefined) {
      const previous = arcs.at(-1);
      const arc: RingArc = { from: start / steps, to: end / steps, state: entry.state, entry: index };
      if (previous !== undefined && mergeable(previous, arc, steps))
        arcs[arcs.length - 1] = { ...previous, to: arc.to, entry: null };
      else arcs.push(arc);
    }
    start = end;
  }
  return arcs;
}

/** For each step, the index of the entry that owns it, or -1. */
function paint(entries: readonly RingEntry[], logLength: number, steps: number): Int32Array {
  const owner = new Int32Array(steps).fill(-1);
  for (const state of PAINT_ORDER) {
    entries.forEach((entry, index) => {
      if (entry.state !== state) return;
      const first = Math.floor((entry.offset / logLength) * steps);
      const length = clampedLength(entry.length, logLength);
      const last = Math.max(first + 1, Math.round(((entry.offset + length) / logLength) * steps));
      for (let step = first; step < last; step++) owner[step % steps] = index;
    });
  }
  return owner;
}

/** A torn entry's length can hold anything: such an entry is shown as the one sector that was looked at. */
function clampedLength(length: number, logLength: number): number {
  return length >= LOG_SECTOR && length < logLength ? length : LOG_SECTOR;
}

function mergeable(previous: RingArc, next: RingArc, steps: number): boolean {
  const narrow = next.to - next.from <= 1 / steps + Number.EPSILON;
  const wasNarrow = previous.entry === null || previous.to - previous.from <= 1 / steps + Number.EPSILON;
  return narrow && wasNarrow && previous.state === next.state && previous.to === next.from;
}

/** The entry that covers a log offset, by the order of painting; null in a gap. */
export function entryAt(entries: readonly RingEntry[], logLength: number, offset: number): number | null {
  let found: number | null = null;
  let rank = -1;
  entries.forEach((entry, index) => {
    const length = clampedLength(entry.length, logLength);
    const into = (offset - entry.offset + logLength) % logLength;
    const order = PAINT_ORDER.indexOf(entry.state);
    if (into < length && order >= rank) {
      found = index;
      rank = order;
    }
  });
  return found;
}

/** A point on a circle around the origin; fraction 0 is at twelve o'clock, growing clockwise. */
export function pointAt(fraction: number, radius: number): readonly [x: number, y: number] {
  const angle = fraction * 2 * Math.PI;
  return [Math.sin(angle) * radius, -Math.cos(angle) * radius];
}

/** Inverse of `pointAt` for a position relative to the centre. */
export function fractionAt(x: number, y: number): number {
  const angle = Math.atan2(x, -y) / (2 * Math.PI);
  return angle < 0 ? angle + 1 : angle;
}

/** SVG path of a ring segment between two radii. A whole turn is drawn as two halves, which an SVG arc needs. */
export function segmentPath(from: number, to: number, inner: number, outer: number): string {
  if (to - from > 0.999) {
    const half = from + (to - from) / 2;
    return `${segmentPath(from, half, inner, outer)} ${segmentPath(half, to, inner, outer)}`;
  }
  const large = to - from > 0.5 ? 1 : 0;
  return [
    `M ${svgPoint(from, outer)}`,
    `A ${outer} ${outer} 0 ${large} 1 ${svgPoint(to, outer)}`,
    `L ${svgPoint(to, inner)}`,
    `A ${inner} ${inner} 0 ${large} 0 ${svgPoint(from, inner)}`,
    "Z",
  ].join(" ");
}

/** SVG path of an arc without width. */
export function arcPath(from: number, to: number, radius: number): string {
  if (to - from > 0.999) {
    const half = from + (to - from) / 2;
    return `${arcPath(from, half, radius)} ${arcPath(half, to, radius)}`;
  }
  const large = to - from > 0.5 ? 1 : 0;
  return `M ${svgPoint(from, radius)} A ${radius} ${radius} 0 ${large} 1 ${svgPoint(to, radius)}`;
}

function svgPoint(fraction: number, radius: number): string {
  const [x, y] = pointAt(fraction, radius);
  return `${x.toFixed(3)} ${y.toFixed(3)}`;
}
