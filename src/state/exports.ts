import type { ExportKind, ExportPlan, LayerRef } from "../../workers/api/index.ts";
import { savePicker } from "../client/abilities/pickers.ts";
import type { Slice } from "./slice.ts";

/** Where results go: to a place that the user picks, where the browser can ask for one, or to its downloads. */
export type SaveAs = "pick" | "download";

export interface FinishedExport {
  readonly kind: ExportKind;
  /** Name of the file that it was made of. */
  readonly source: string;
  readonly fileName: string;
  /** Bytes. */
  readonly size: number;
  readonly downloaded: boolean;
  /** Of the bytes that were written, lower-case hex; null where it was not taken. */
  readonly sha256: string | null;
  /** What the result holds beyond the layer, in words. */
  readonly changes: readonly string[];
}

/** Waits for the user's answer: whether an export goes on with zeros for what can't be read. */
interface UnreadQuestion {
  /** Of the export. */
  readonly title: string;
  /** Names what can't be read. */
  readonly sentence: string;
  readonly answer: (goOn: boolean) => void;
}

/** What is about to be exported, and what has been. */
export interface ExportsSlice {
  readonly saveAs: SaveAs;
  /** Waits for the user's confirmation. */
  readonly confirming: {
    readonly plan: ExportPlan;
    readonly layer: LayerRef;
    readonly saveAs: SaveAs;
  } | null;
  readonly finished: FinishedExport | null;
  /** Whether a download is read through before it is handed to the browser, to find what can't be read. */
  readonly readFirst: boolean;
  /** In the order in which they came; one is asked at a time. */
  readonly unread: readonly UnreadQuestion[];
  setSaveAs(saveAs: SaveAs): void;
  setConfirming(confirming: ExportsSlice["confirming"]): void;
  setFinished(finished: FinishedExport | null): void;
  setReadFirst(readFirst: boolean): void;
  askUnread(question: UnreadQuestion): void;
  answeredUnread(question: UnreadQuestion): void;
}

export const exportsSlice: Slice<ExportsSlice> = (set) => ({
  saveAs: savePicker() === null ? "download" : "pick",
  confirming: null,
  finished: null,
  readFirst: false,
  unread: [],
  setSaveAs: (saveAs) => set({ saveAs }),
  setConfirming: (confirming) => set({ confirming }),
  setFinished: (finished) => set({ finished }),
  setReadFirst: (readFirst) => set({ readFirst }),
  askUnread: (question) => set((state) => ({ unread: [...state.unread, question] })),
  answeredUnread: (question) =>
    set((state) => ({ unread: state.unread.filter((each) => each !== question) })),
});
