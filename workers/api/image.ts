import type { NextActionId } from "./action.ts";
import type { Severity } from "./severity.ts";
import type { LayerName, LayerState } from "./layer.ts";
import type { Outcome, ReportImage } from "./report.ts";

export type ImageId = string;

/** Where an image comes from. A handle can be read again after the file changed; a plain File can't. */
export type ImageSource =
  | { readonly kind: "handle"; readonly handle: FileSystemFileHandle }
  | { readonly kind: "file"; readonly file: File }
  /** A disk in the browser's own storage, edited in place. */
  | { readonly kind: "working"; readonly name: string };

/** A disk in the browser's own storage. */
export interface WorkingDisk {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly lastModified: number;
}

export interface WorkingDisks {
  readonly disks: readonly WorkingDisk[];
  /** Bytes that the origin uses and may use, as the browser estimates them; null where it does not say. */
  readonly usage: number | null;
  readonly quota: number | null;
}

/** Something that the user may want to do next. */
export interface NextStep {
  readonly text: string;
  readonly action: NextActionId;
}

/** The state of a file as one of its layers shows it. Speaks of the container, and of its contents only as far as these were looked at. */
export interface Verdict {
  /** A few sentences that a person who has never heard of a BAT understands. */
  readonly sentence: string;
  readonly severity: "ok" | Severity;
  /** What the user may want to do next, in order. */
  readonly next: readonly NextStep[];
  /** What has not been checked yet: "The BAT beyond its first 4 MiB." Empty once the scan is complete. */
  readonly unchecked: readonly string[];
}

/** `Read anyway`: only where nothing but the log or the linkage is at fault. */
interface ReadAnyway {
  readonly offered: boolean;
  readonly active: boolean;
  /** The warning that exports carry while it is active; else null. */
  readonly warning: string | null;
}

/** A part of a file that the full check has read. */
export interface CheckedPart {
  /** In a few words: "Sector bitmaps, after the replay". */
  readonly what: string;
  readonly bytes: number;
}

/** How much a full check reads. */
export interface FullCheckOptions {
  /** Also every stored block of the disk: takes as long as a copy of the file, and names what can't be read. */
  readonly blocks: boolean;
}

/** What a full check has read. Its findings are in the report of each layer. */
export interface FullCheck {
  readonly parts: readonly CheckedPart[];
}

export interface ImageSummary {
  readonly id: ImageId;
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since 1970, null where unknown. */
  readonly lastModified: number | null;
  readonly hasHandle: boolean;
  /** A working disk: changes are written at once, through the disk's own log, and can't be undone. */
  readonly inPlace: boolean;
  /** How many changes to the same file are kept from an earlier visit and wait to be restored or forgotten. */
  readonly keptChanges: number;
  /**
   * Why the pending changes would not survive a reload, or why those of an earlier visit did not, as a sentence; null for
   * neither.
   */
  readonly keepProblem: string | null;
  /** Why bookmarks and digests would not survive a reload, as a sentence; null where they are kept. */
  readonly notesProblem: string | null;
  /** Of the file as stored, whatever the layer; `views.overview` has both for each layer. */
  readonly outcome: Outcome;
  readonly verdict: Verdict;
  readonly image: ReportImage;
  readonly layers: Readonly<Record<LayerName, LayerState>>;
  /** Bytes of each layer's file, where the layer is available. */
  readonly fileSizes: Readonly<Record<LayerName, number>>;
  /** The layer to show first. */
  readonly defaultLayer: LayerName;
  readonly readAnyway: ReadAnyway;
  /** Whether the virtual disk can be read (at least in part), on each layer. */
  readonly diskReadable: Readonly<Record<LayerName, boolean>>;
  /** Why bytes of the virtual disk can't be changed now, as a sentence; null where nothing stands in the way. */
  readonly editProblem: string | null;
  readonly scan: "complete" | "partial";
  /** Reads of the file, those of the browser for downloads included. */
  readonly io: { readonly reads: number; readonly bytesRead: number };
  /** False while the background stage has not read the log yet, so that its content is unknown. */
  readonly logScanned: boolean;
  /** Entries of the active log sequence: the range of the replay slider. */
  readonly activeEntries: number;
  /** Payload and bitmap entries of the BAT. */
  readonly batEntries: number;
  readonly payloadBlocks: number;
}
