import type { Finding, FindingCatalogue, FindingId } from "./finding.ts";
import type { DamageKind, FilesCount } from "./files-counts.ts";
import type { Inside } from "./inside.ts";
import type { ZeroedRun } from "./span.ts";
import type { LayerName } from "./layer.ts";
import type { Severity } from "./severity.ts";

/** State of the file as stored, whatever the layer. Where several apply, the last one in this list counts. */
export type Outcome = "opens" | "needs-replay" | "needs-parent" | "damaged" | "unreadable" | "not-vhdx";

/** How the blocks of a disk are stored: all of them, those in use, or those that differ from a parent. */
export type DiskType = "fixed" | "dynamic" | "differencing";

/** How an entry found in the log relates to the active sequence. */
export type LogEntryState = "active" | "before-tail" | "superseded" | "stale" | "torn";

/** One of the two headers (MS-VHDX 2.2.2). */
export interface ReportHeader {
  /** 1 or 2. */
  readonly copy: 1 | 2;
  readonly offset: string;
  readonly valid: boolean;
  readonly active: boolean;
  readonly signature: string;
  readonly checksum: string;
  readonly computedChecksum: string;
  readonly sequenceNumber: string;
  readonly fileWriteGuid: string;
  readonly dataWriteGuid: string;
  readonly logGuid: string;
  readonly logVersion: number;
  readonly version: number;
  readonly logLength: number;
  readonly logOffset: string;
}

/** An entry of a region table (MS-VHDX 2.2.3.2). */
export interface ReportRegion {
  readonly guid: string;
  /** "BAT", "Metadata" or "Unknown". */
  readonly name: string;
  readonly offset: string;
  readonly length: number;
  readonly required: boolean;
}

/** One of the two region tables (MS-VHDX 2.2.3). */
export interface ReportRegionTable {
  readonly copy: 1 | 2;
  readonly offset: string;
  readonly valid: boolean;
  readonly active: boolean;
  readonly checksum: string;
  readonly computedChecksum: string;
  readonly entryCount: number;
  readonly entries: readonly ReportRegion[];
}

/** An item of the metadata region (MS-VHDX 2.6). */
export interface ReportMetadataItem {
  readonly guid: string;
  /** "File Parameters", "Virtual Disk Size", … or "Unknown". */
  readonly name: string;
  readonly isUser: boolean;
  readonly isVirtualDisk: boolean;
  readonly isRequired: boolean;
  /** File offset of the item's bytes. */
  readonly offset: string;
  readonly length: number;
  /** The decoded value in words, null where unknown or unreadable. */
  readonly value: string | null;
}

/** What an entry of the log writes to one place of the file (MS-VHDX 2.3.1.2, 2.3.1.3). */
export interface ReportDescriptor {
  readonly kind: "data" | "zero";
  readonly fileOffset: string;
  /** Bytes written: 4096 for `data`, the zeroed length for `zero`. */
  readonly length: number;
  /** The structure at that offset, in words: "BAT entries 512-1023", "Region table 1", … */
  readonly target: string;
}

/** An entry found in the log (MS-VHDX 2.3.1). */
export interface ReportLogEntry {
  /** Offset from the start of the log, in bytes. */
  readonly offset: string;
  readonly sequenceNumber: string;
  readonly length: number;
  /** Log offset of the oldest entry that is still needed. */
  readonly tail: string;
  readonly guid: string;
  readonly flushedFileOffset: string;
  readonly lastFileOffset: string;
  readonly state: LogEntryState;
  /** Why it has that state, in a sentence. */
  readonly reason: string;
  /** The first descriptors of the entry; `descriptorCount` says how many it has. */
  readonly descriptors: readonly ReportDescriptor[];
  readonly descriptorCount: number;
}

/** The log: where it is and what it holds (MS-VHDX 2.3). */
export interface ReportLog {
  readonly guid: string;
  readonly offset: string;
  readonly length: number;
  readonly entries: readonly ReportLogEntry[];
  /** Sequence numbers of the entries that a replay applies, from the tail to the head. */
  readonly active: readonly string[];
  /** File size in bytes after a full replay; null where no replay is possible. */
  readonly sizeAfterReplay: number | null;
}

/** What a file says of its disk; null for what it does not say. */
export interface ReportImage {
  readonly type: DiskType | null;
  readonly virtualSize: number | null;
  readonly blockSize: number | null;
  readonly logicalSectorSize: number | null;
  readonly physicalSectorSize: number | null;
  readonly creator: string | null;
  readonly diskId: string | null;
  readonly dataWriteGuid: string | null;
  readonly fileWriteGuid: string | null;
  /** Key/value pairs of the parent locator, null where there is none. */
  readonly parent: Readonly<Record<string, string>> | null;
}

/** A file of the chain that the disk is read through. */
export interface ReportChainLink {
  /** 0 = the disk itself, 1 = its parent, and so on. */
  readonly link: number;
  readonly name: string;
  readonly size: number;
  readonly type: DiskType | null;
  readonly dataWriteGuid: string | null;
  /** Whether its log was replayed for this layer. */
  readonly replayed: boolean;
  /** The key of the child's locator that holds this file's DataWriteGuid, or `none`; null for the disk itself. */
  readonly match: "parent_linkage" | "parent_linkage2" | "none" | null;
}

/** A place that the user marked on the page. */
export interface ReportBookmark {
  readonly space: "file" | "disk";
  readonly offset: string;
  readonly length: number;
  readonly note: string;
}

/** Digests in lower-case hex; null for those that were not computed. */
export interface ReportDigests {
  /** UTC, ISO 8601; null where none were computed. They may be from an earlier visit of the file. */
  readonly computedAt: string | null;
  readonly source: {
    readonly sha256: string | null;
    readonly sha1: string | null;
    readonly md5: string | null;
  };
  /** The source's digest, taken again after the others; null until computed. Equal to `source.sha256` unless the file changed. */
  readonly sourceAtEnd: { readonly sha256: string | null };
  readonly layerFile: { readonly sha256: string | null };
  readonly virtualDisk: { readonly sha256: string | null; readonly sparseSha256: string | null };
}

export interface HashOptions {
  /** Whether every byte of the virtual disk is hashed, zeros included, besides the sparse digest. Never above 256 GiB. */
  readonly wholeDisk: boolean;
}

/** Findings with one cause. */
export interface ReportCause {
  /** The code that all of them have, else the name of the cause. */
  readonly cause: string;
  readonly severity: Severity;
  readonly message: string;
  /** Their ids, worst first. */
  readonly findings: readonly FindingId[];
}

/** A pending change of the Edited layer. */
export interface ReportChange {
  readonly sentence: string;
  /** What the change loses, as a sentence; null where it is not known to lose anything. */
  readonly loss: string | null;
}

/** What a report of the Edited layer says of the changes. */
export interface ReportEdits {
  /** In the order in which they were made. */
  readonly changes: readonly ReportChange[];
  /** Size of the edited file in bytes. */
  readonly fileSize: number;
  /** Runs of the virtual disk that read as zeros since a change that loses something: all of their bytes, and the first 1,000. */
  readonly zeros: {
    readonly bytes: number;
    readonly ranges: readonly { readonly offset: number; readonly length: number }[];
  };
}

/** A file that damage hits. */
export interface ReportDamagedFile {
  readonly path: string;
  /** Damaged bytes of its content. */
  readonly damaged: number;
  readonly kinds: readonly DamageKind[];
}

/** A file system of the virtual disk, as far as it was looked at. */
export interface ReportFiles {
  /** "Partition 2" */
  readonly volume: string;
  /** Byte offset in the virtual disk, and bytes. */
  readonly offset: number;
  readonly length: number;
  readonly name: string;
  readonly label: string | null;
  readonly uuid: string | null;
  readonly size: number;
  readonly used: number | null;
  readonly words: string;
  readonly state: readonly string[];
  readonly pendingTransactions: number | null;
  readonly appliedTransactions: number;
  /** The first 100 of them. */
  readonly problems: readonly {
    readonly code: string;
    readonly severity: Severity;
    readonly message: string;
  }[];
  /** Files and folders, counted by a walk; null where none was made. */
  readonly counts: FilesCount | null;
  /** What damage hits, by a walk; null where that was not looked for. */
  readonly damage: {
    readonly looked: number;
    readonly count: number;
    readonly words: string;
    /** The first 1,000 of them. */
    readonly files: readonly ReportDamagedFile[];
  } | null;
}

/** The report, `docs/report.md`. */
export interface Report {
  readonly format: "platter-report";
  readonly version: 1;
  readonly tool: { readonly name: string; readonly version: string };
  /** UTC, ISO 8601. */
  readonly generatedAt: string;
  /** What the report is about, in words: the file as stored, its replay, or changes to it that no file holds. */
  readonly subject: string;
  /** The file as stored, whatever the layer. */
  readonly source: { readonly name: string; readonly size: number; readonly lastModified: string | null };
  readonly scan: "complete" | "partial";
  readonly io: { readonly reads: number; readonly bytesRead: number };
  readonly digests: ReportDigests;
  readonly layer: LayerName;
  /** Entries of the active sequence applied in this layer; null where the layer is not `replayed`. */
  readonly replayedEntries: number | null;
  readonly outcome: Outcome;
  readonly verdict: string;
  /** Set where the layer is shown although its log or linkage is at fault. */
  readonly warning: string | null;
  readonly image: ReportImage;
  /** What the virtual disk holds, as far as a few reads tell; null where there is no virtual disk to read. */
  readonly inside: Inside | null;
  /** File systems that were opened on this layer before the report was made; nothing is said of others. */
  readonly files: readonly ReportFiles[];
  /** The pending changes; null where the layer is not `edited`. */
  readonly edits: ReportEdits | null;
  readonly headers: readonly ReportHeader[];
  readonly regionTables: readonly ReportRegionTable[];
  readonly metadata: readonly ReportMetadataItem[];
  readonly bat: { readonly entries: number; readonly byState: Readonly<Record<string, number>> };
  /** Runs of the virtual disk that can't be read: all of their bytes, and the first 1,000 of them in order. */
  readonly unreadable: {
    readonly bytes: number;
    readonly ranges: readonly { readonly offset: number; readonly length: number }[];
  };
  /** Runs of the files that could not be read and are zeros in what was exported since the image was opened. */
  readonly zeroed: {
    readonly bytes: number;
    readonly ranges: readonly ZeroedRun[];
  };
  readonly log: ReportLog;
  /** The files that the disk is read through, itself first; empty for a disk without a parent. */
  readonly chain: readonly ReportChainLink[];
  /** File name of the parent that the chain lacks; null where the chain is complete, or where nothing names the parent. */
  readonly missingParent: string | null;
  readonly findings: readonly Finding[];
  /** The same findings by their cause, worst first. */
  readonly causes: readonly ReportCause[];
  /** The rule behind each kind of finding in `findings`, by its code. */
  readonly rules: FindingCatalogue;
  readonly bookmarks: readonly ReportBookmark[];
}
