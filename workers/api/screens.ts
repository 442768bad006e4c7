import type { Finding } from "./finding.ts";
import type { Verdict } from "./image.ts";
import type { Inside } from "./inside.ts";
import type { LogEntryState, Outcome, ReportImage } from "./report.ts";

/** What the page shows of a layer of an image on all screens: how it is, and what to do. */
export interface LayerVerdict {
  /** The file's state as the layer shows it. */
  readonly outcome: Outcome;
  readonly verdict: Verdict;
}

/** What the Overview shows about a layer of an image, besides the summary and the findings. */
export interface OverviewFacts extends LayerVerdict {
  /** What the layer's virtual disk holds; null where there is no virtual disk to read. */
  readonly inside: Inside | null;
  /** Properties of the layer; the GUIDs may differ from the original's. */
  readonly image: ReportImage;
  readonly bat: {
    /** 0 where the BAT can't be found, or the disk's size is not known. */
    readonly entries: number;
    /** How many entries are in each state, by "payload-6" and the like. */
    readonly byState: Readonly<Record<string, number>>;
    /** False until the states of the whole BAT are counted. */
    readonly complete: boolean;
  };
  /** What the active header says about the log; null where no header is valid. */
  readonly log: {
    /** All zeros where there is nothing to replay. */
    readonly guid: string;
    /** Bytes. */
    readonly length: number;
    /** Size of the file after the replay, in bytes; null where no replay is possible. */
    readonly sizeAfterReplay: number | null;
  } | null;
}

/** An entry found in the log. */
export interface LogViewEntry {
  /** Offset from the start of the log, in bytes. It identifies the entry, because no two entries start at the same sector. */
  readonly offset: number;
  readonly sequenceNumber: bigint;
  /** Length in the entry's header, in bytes; in a torn entry it can be anything. */
  readonly length: number;
  /** Log offset of the oldest entry that is still needed. */
  readonly tail: number;
  readonly guid: string;
  /** Bytes; all 64 bits may be used in a broken image. */
  readonly flushedFileOffset: bigint;
  readonly lastFileOffset: bigint;
  readonly state: LogEntryState;
  /** Why the entry has that state, in a sentence. */
  readonly reason: string;
  readonly descriptorCount: number;
  /** Position in the active sequence, from 1 at the tail; null outside of the sequence, and where nothing can be replayed. */
  readonly order: number | null;
}

/** The log of a layer's file, as the Log screen shows it. `views.logDescriptors` gives the descriptors. */
export interface LogView {
  readonly isVhdx: boolean;
  /** False where no header says where the log is. */
  readonly headerValid: boolean;
  readonly guid: string;
  /** File offset of the log in the active header, in bytes; all 64 bits may be used in a broken image. */
  readonly offset: bigint;
  /** Bytes; 0 where there is no log. */
  readonly length: number;
  /** In the order of their offsets. */
  readonly entries: readonly LogViewEntry[];
  /** Size of the file after the replay, in bytes; null where no replay is possible. */
  readonly sizeAfterReplay: number | null;
  /** Findings about the log. */
  readonly findings: readonly Finding[];
}

/** What the entries of the active sequence would write, which is lost where the log is discarded. */
export interface LogLoss {
  readonly entries: number;
  /** Descriptors of these entries. */
  readonly writes: number;
  /** Bytes that the descriptors write, of those that were looked at. */
  readonly bytes: number;
  /** Where the descriptors write, in words, each place once. */
  readonly targets: readonly string[];
  /** False where there are more descriptors, or more targets, than are listed. */
  readonly complete: boolean;
}
