import type { FileNotes, Forest, ImageId, ImageSource, ImageSummary } from "../../workers/api/index.ts";
import type { VhdxError } from "../../workers/shared/error.ts";
import type { BookmarksSlice } from "./bookmarks.ts";
import { type BrowseSlice, NO_BROWSE } from "./browse.ts";
import { type ComparePlace, NO_COMPARISON } from "./compare.ts";
import type { DigestsSlice } from "./digests.ts";
import type { EditsSlice } from "./edits.ts";
import type { ImageSlice } from "./image.ts";
import type { Place } from "./place.ts";
import type { Slice } from "./slice.ts";
import type { ViewSlice } from "./view.ts";

/**
 * What belongs to one of the open files: it stays with the file when another one is shown, and comes back with it. The file
 * that is shown has it in the store itself.
 */
export type FileView = Pick<
  ImageSlice,
  "status" | "source" | "sourceName" | "sample" | "summary" | "openedWith" | "error"
> &
  Pick<ViewSlice, "layer" | "layerChosen" | "upTo"> &
  Place &
  Pick<BookmarksSlice, "bookmarks"> &
  Pick<BrowseSlice, "browse"> &
  Pick<DigestsSlice, "digests"> &
  ComparePlace &
  Pick<EditsSlice, "changes" | "checked" | "written">;

const START = { offset: 0, length: 0 };

/** As long as nothing is open. */
export const NO_FILE: FileView = {
  status: "empty",
  source: null,
  sourceName: null,
  sample: null,
  summary: null,
  openedWith: null,
  error: null,
  layer: "original",
  layerChosen: false,
  upTo: null,
  node: null,
  field: null,
  file: START,
  disk: START,
  batIndex: null,
  logEntry: null,
  finding: null,
  bookmarks: [],
  browse: NO_BROWSE,
  digests: null,
  ...NO_COMPARISON,
  changes: null,
  checked: null,
  written: 0,
};

/** A file that was just opened, on its default layer, with what is kept of an earlier visit. */
export function newView(
  source: ImageSource,
  sample: string | null,
  summary: ImageSummary,
  { bookmarks, digests }: FileNotes,
): FileView {
  return {
    ...NO_FILE,
    status: "open",
    source,
    sourceName: summary.name,
    sample,
    summary,
    openedWith: summary.io,
    layer: summary.defaultLayer,
    bookmarks,
    digests,
  };
}

/** What of the store belongs to the file that is shown. */
export function viewOf(state: FileView): FileView {
  const names = Object.keys(NO_FILE) as (keyof FileView)[];
  return Object.fromEntries(names.map((name) => [name, state[name]])) as unknown as FileView;
}

/** A file in the list of open files. */
export interface ListedFile {
  readonly id: ImageId;
  /** The file's view when the user last left it; out of date while the file is shown. */
  readonly left: FileView;
}

/** A file that could not be opened while another one is shown, so that a retry takes the same. */
interface Unopened {
  readonly name: string;
  readonly source: ImageSource;
  readonly error: VhdxError;
}

/** The files that are open, in the order in which they came, and how they belong together. One of them is shown. */
export interface FilesSlice {
  readonly files: readonly ListedFile[];
  /** Null as long as the engine has not said. */
  readonly forest: Forest | null;
  /** Of those that were to be opened last. */
  readonly unopened: readonly Unopened[];
  setFiles(files: readonly ListedFile[]): void;
  setForest(forest: Forest | null): void;
  setUnopened(unopened: readonly Unopened[]): void;
}

export const filesSlice: Slice<FilesSlice> = (set) => ({
  files: [],
  forest: null,
  unopened: [],
  setFiles: (files) => set({ files }),
  setForest: (forest) => set({ forest }),
  setUnopened: (unopened) => set({ unopened }),
});

/** The views of all open files, as they stand now. */
export function openViews(state: FileView & Pick<FilesSlice, "files">): readonly FileView[] {
  const shown = state.summary?.id;
  return state.files.map(({ id, left }) => (id === shown ? state : left));
}
