import type { Finding, Outcome, Report } from "../../workers/api/index.ts";
import type { CorpusImage, CorpusLogEntry } from "./expected.ts";

/** Finding codes that the corpus knows: of these a report must have exactly the expected ones. */
const KNOWN_CODES = new Set([
  "bat-overlaps-structure",
  "bat-offset-zero",
  "bat-beyond-file",
  "bat-reserved-bits",
  "bat-reserved-state",
  "bat-duplicate-offset",
  "bat-overlap",
  "bat-partial-without-parent",
  "bat-bitmap-without-parent",
  "bat-partial-without-bitmap",
  "headers-identical",
  "bat-last-block-short",
]);

/** Errors that only show with the other file of the chain; a report of one file says that the parent is missing. */
const LINKAGE_ERRORS: readonly (string | null)[] = ["parent-not-found", "parent-linkage-mismatch"];

const FACTS = {
  type: "type",
  virtual_size: "virtualSize",
  block_size: "blockSize",
  logical_sector_size: "logicalSectorSize",
  physical_sector_size: "physicalSectorSize",
  creator: "creator",
  disk_id: "diskId",
  data_write_guid: "dataWriteGuid",
} as const satisfies { readonly [expected in keyof CorpusImage]?: keyof Report["image"] };

/** What a report must say of an image. Expectation and report have the same shape, so that all differences show at once. */
export interface Judgement {
  readonly source: { readonly size: number };
  readonly scan: string;
  readonly outcome: Outcome;
  /** Codes of fatal findings and of errors. */
  readonly fatal: readonly string[];
  readonly errors: readonly string[];
  /** Findings of the codes that the corpus knows, as text. */
  readonly findings: readonly string[];
  readonly facts: Readonly<Record<string, unknown>>;
  readonly parent: Readonly<Record<string, string>> | null;
  readonly log: {
    readonly guid: string;
    readonly offset: number;
    readonly length: number;
    readonly active: readonly CorpusLogEntry[];
    readonly sizeAfterReplay: number | null;
    readonly stale: number | null;
    readonly beforeTail: number | null;
  };
  readonly batStates: Readonly<Record<string, number>> | null;
}

/** The outcome that follows from the corpus's outcome, for a file that is opened alone. */
function expectedOutcome(image: CorpusImage): Outcome {
  if (image.outcome === "invalid") return "damaged";
  if (image.outcome === "refused")
    return LINKAGE_ERRORS.includes(image.error) ? "needs-parent" : "unreadable";
  if (image.parent !== null) return "needs-parent";
  return image.log.state === "dirty" ? "needs-replay" : "opens";
}

function expectedSizeAfterReplay({ log, size }: CorpusImage): number | null {
  // If the corpus has none, the image is refused or invalid; an image with a clean log keeps its size.
  return log.size_after_replay ?? (log.state === "clean" ? size : null);
}

/** What `EXPECTED.json` expects of the report of an image that is opened alone. */
export function expectedJudgement(image: CorpusImage, report: Report): Judgement {
  const outcome = expectedOutcome(image);
  const { log } = image;
  const noHeader = image.error === "no-valid-header";
  return {
    source: { size: image.size },
    scan: "complete",
    outcome,
    fatal: outcome === "unreadable" && image.error !== null ? [image.error] : [],
    errors: image.outcome === "invalid" ? image.findings.map(({ code }) => code).toSorted() : [],
    findings: image.findings
      .map(({ code, bat_index, other }) => findingText(code, bat_index, other))
      .toSorted(),
    facts: Object.fromEntries(
      Object.entries(FACTS).map(([expected, reported]) => {
        // Values that are broken, or lie behind a broken structure, may be missing; all other values must be right.
        const untold = outcome === "unreadable" && report.image[reported] === null;
        return [reported, untold ? null : image[expected as keyof typeof FACTS]];
      }),
    ),
    parent: image.parent_locator ?? report.image.parent,
    log: {
      // Without a header nothing says where the log is.
      guid: log.log_guid,
      offset: noHeader ? 0 : log.offset,
      length: noHeader ? 0 : log.length,
      active: log.active,
      sizeAfterReplay: noHeader ? null : expectedSizeAfterReplay(image),
      stale: log.stale_entries ?? null,
      beforeTail: log.entries_before_tail ?? null,
    },
    batStates: image.bat_states ?? null,
  };
}

function findingText(code: string, batIndex?: number, other?: number): string {
  return `${code}${batIndex === undefined ? "" : ` at ${batIndex}`}${other === undefined ? "" : ` and ${other}`}`;
}

function codes(report: Report, severity: Finding["severity"]): readonly string[] {
  return report.findings
    .filter((each) => each.severity === severity)
    .map(({ code }) => code)
    .toSorted();
}

function reportedActive({ log }: Report): readonly CorpusLogEntry[] {
  const active = log.entries.filter(({ state }) => state === "active");
  return log.active.flatMap((sequence) =>
    active
      .filter(({ sequenceNumber }) => sequenceNumber === sequence)
      .map((entry) => ({
        offset: Number(entry.offset),
        length: entry.length,
        tail: Number(entry.tail),
        sequence: entry.sequenceNumber,
        flushed_file_offset: Number(entry.flushedFileOffset),
        last_file_offset: Number(entry.lastFileOffset),
        descriptors: entry.descriptors.map(({ kind, fileOffset, length }) => ({
          kind,
          file_offset: Number(fileOffset),
          length,
        })),
      })),
  );
}

/** The part of the report that `EXPECTED.json` knows about. */
export function reportedJudgement(report: Report, image: CorpusImage): Judgement {
  const { log } = report;
  const inState = (state: string) => log.entries.filter((entry) => entry.state === state).length;
  const ofKnownCode = report.findings.filter(({ code }) => KNOWN_CODES.has(code));
  return {
    source: { size: report.source.size },
    scan: report.scan,
    outcome: report.outcome,
    fatal: codes(report, "fatal"),
    errors: codes(report, "error"),
    findings: ofKnownCode
      .map(({ code, batIndex, other }) => {
        // The corpus names the other entry only for pairs of the same kind.
        const pair = image.findings.some((each) => each.code === code && each.other !== undefined);
        return findingText(code, batIndex, pair ? other : undefined);
      })
      .toSorted(),
    facts: Object.fromEntries(Object.values(FACTS).map((name) => [name, report.image[name]])),
    parent: report.image.parent,
    log: {
      guid: log.guid,
      offset: Number(log.offset),
      length: log.length,
      active: reportedActive(report),
      sizeAfterReplay: log.sizeAfterReplay,
      stale: image.log.stale_entries === undefined ? null : inState("stale"),
      beforeTail: image.log.entries_before_tail === undefined ? null : inState("before-tail"),
    },
    batStates:
      image.bat_states === undefined
        ? null
        : Object.fromEntries(Object.entries(report.bat.byState).filter(([, count]) => count > 0)),
  };
}
