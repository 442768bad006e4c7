import type { Finding } from "./finding.ts";
import type { LogEntryState, ReportImage } from "./report.ts";

/** What the Overview says of an image through one layer, beside the summary and the findings. */
export interface OverviewFacts {
  /** Facts of the layer: a change may have drawn new GUIDs. */
  readonly image: ReportImage;
  readonly bat: {
    /** 0 where the BAT has no place, or the disk's size is not known. */
    readonly entries: number;
    /** How many entries are in each state, by "payload-6" and the like. */
    readonly byState: Readonly<Record<string, number>>;
    /** False while the states of a part of the BAT are not counted yet. */
    readonly complete: boolean;
  };
  /** What the active header says of the log; null where no header is valid. */
  readonly log: {
    /** Nil: there is nothing to replay. */
    readonly guid: string;
    /** Bytes. */
    readonly length: number;
    /** Of the file, in bytes; null where no replay is possible. */
    readonly sizeAfterReplay: number | null;
  } | null;
}

/** An entry found in the log. */
export interface LogViewEntry {
  /** From the start of the log, in bytes: names the entry, for no two start at one sector. */
  readonly offset: number;
  readonly sequenceNumber: bigint;
  /** As its header gives it, in bytes; that of a torn entry can be anything. */
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
  /** Place in the active sequence, from 1 at the tail; null outside of the sequence, and where nothing can be replayed. */
  readonly order: number | null;
}

/** The log of a layer's file, as the Log screen shows it. Descriptors come by `views.logDescriptors`. */
export interface LogView {
  readonly isVhdx: boolean;
  /** False where no header says where the log is. */
  readonly headerValid: boolean;
  readonly guid: string;
  /** Where the active header puts the log in the file, in bytes; all 64 bits may be used in a broken image. */
  readonly offset: bigint;
  /** Bytes; 0 where there is no log. */
  readonly length: number;
  /** In the order of their offsets. */
  readonly entries: readonly LogViewEntry[];
  /** Of the file, in bytes; null where no replay is possible. */
  readonly sizeAfterReplay: number | null;
  /** What is wrong with the log. */
  readonly findings: readonly Finding[];
}

/** What the entries of the active sequence would write: given up where the log is discarded. */
export interface LogLoss {
  readonly entries: number;
  /** Descriptors of these entries. */
  readonly writes: number;
  /** Bytes that those descriptors write which were looked at. */
  readonly bytes: number;
  /** Where these descriptors write, in words, each place once. */
  readonly targets: readonly string[];
  /** False where there are more descriptors, or more targets, than are listed. */
  readonly complete: boolean;
}
