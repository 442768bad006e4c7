import type { Growth, Results, Row, Run } from "./result.ts";
import { median, pairwise } from "./statistics.ts";

const KIB = 2 ** 10;
const MIB = 2 ** 20;
const GIB = 2 ** 30;

/** "12.3 ms", "4.56 s". */
export function timeText(milliseconds: number): string {
  if (milliseconds >= 10_000) return `${(milliseconds / 1000).toFixed(1)} s`;
  if (milliseconds >= 1000) return `${(milliseconds / 1000).toFixed(2)} s`;
  return `${milliseconds.toFixed(milliseconds < 100 ? 1 : 0)} ms`;
}

/** "64 KiB", "1.5 GiB". */
export function bytesText(bytes: number): string {
  const [unit, name] =
    bytes >= GIB ? ([GIB, "GiB"] as const) : bytes >= MIB ? ([MIB, "MiB"] as const) : ([KIB, "KiB"] as const);
  const value = bytes / unit;
  return `${Number.isInteger(value) || value >= 100 ? value.toFixed(0) : value.toFixed(1)} ${name}`;
}

const cell = (text: string) => text.replaceAll("|", "\\|");

function rowText(row: Row): string {
  const { title, peer, ours, peers, footprint, target, reached } = row;
  const ratio = peers.length === 0 ? null : pairwise(ours, peers);
  const figures = [
    title,
    ours.length === 0 ? "–" : timeText(median(ours)),
    peer ?? "–",
    peers.length === 0 ? "–" : timeText(median(peers)),
    ratio === null
      ? "–"
      : `${ratio.median.toFixed(2)} (${ratio.lowest.toFixed(2)}–${ratio.highest.toFixed(2)})`,
    footprint?.reads == null ? "–" : String(footprint.reads),
    footprint?.bytesRead == null ? "–" : bytesText(footprint.bytesRead),
    footprint === null ? "–" : bytesText(footprint.peakMemory),
    footprint?.processMemory == null ? "–" : bytesText(footprint.processMemory),
    target ?? "none",
    reached === null ? "–" : reached ? "yes" : "**no**",
  ];
  return `| ${figures.map(cell).join(" | ")} |`;
}

function growthText({ title, over, points, exponent, expected }: Growth): string {
  const times = points.map(({ size, time }) => `${bytesText(size)}: ${timeText(time)}`).join(", ");
  const word = expected === 0 ? "flat" : "linear";
  return `| ${[title, over, times, exponent.toFixed(2), `${expected} (${word})`].map(cell).join(" | ")} |`;
}

const table = (heads: readonly string[], rows: readonly string[]) =>
  [`| ${heads.join(" | ")} |`, `| ${heads.map(() => "---").join(" | ")} |`, ...rows].join("\n");

const HEADS = [
  "case",
  "ours",
  "peer",
  "peer's",
  "ours / peer's",
  "reads",
  "bytes read",
  "peak memory",
  "of the process",
  "at least",
  "reached",
];

/** When and where a run was taken, its table and its notes. */
function runText({ scale, takenAt, machine, load, rows }: Run): readonly string[] {
  const busy =
    load === undefined ? "" : ` The load average of the last 15 minutes was ${load.toFixed(1)} at its end.`;
  return [
    `Taken on ${takenAt.slice(0, 10)} (${scale} sizes): ${machine.cpu}, ${machine.cores} cores, ${bytesText(machine.memory)} of memory, ${machine.system}, Chromium ${machine.browser} (headless), QEMU ${machine.qemu}, Node ${machine.node}.${busy}`,
    table(
      HEADS,
      rows.map((row) => rowText(row)),
    ),
    rows
      .flatMap(({ title, notes: sentences }) => sentences.map((sentence) => `- ${title}: ${sentence}.`))
      .join("\n"),
  ];
}

/** The table and the other results, as a part of a Markdown file. */
export function resultsText({ growth, added = [], ...run }: Results): string {
  return [
    ...runText(run),
    growth.length === 0
      ? ""
      : table(
          ["work", "over", "times", "exponent", "at most"],
          growth.map((each) => growthText(each)),
        ),
    ...added.flatMap((each) => runText(each)),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

const BEGIN = "<!-- measured: begin -->";
const END = "<!-- measured: end -->";

/** A document with only the measured part. */
export const measuredDocument = (measured: string): string => `${BEGIN}\n\n${measured}\n\n${END}\n`;

/**
 * The document with its measured part replaced; the text around it stays.
 *
 * @throws if the document has no such part.
 */
export function withMeasured(document: string, measured: string): string {
  const [start, end] = [document.indexOf(BEGIN), document.indexOf(END)];
  if (start < 0 || end < start) throw new Error("The document has no place for what was measured.");
  return `${document.slice(0, start + BEGIN.length)}\n\n${measured}\n\n${document.slice(end)}`;
}
