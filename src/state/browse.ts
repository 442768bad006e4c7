import type {
  DamageReport,
  DeletedFiles,
  ExtractKind,
  ExtractResult,
  FileName,
  FileNode,
  FilesChanges,
  FoundFiles,
  ImageId,
  SpaceReport,
  VolumeId,
} from "../../workers/api/index.ts";
import type { Slice } from "./slice.ts";

/** A file or folder on the way from the root. The name is null as long as only an address names it, which holds no names. */
export interface BrowseStep {
  readonly node: FileNode;
  readonly name: FileName | null;
}

/** A volume by its id, which every layer has, and by its number in the list, which an address has. */
export interface BrowseVolume {
  /** Null as long as only an address names it. */
  readonly id: VolumeId | null;
  /** From 1 on. */
  readonly number: number;
}

/** Where the user is on the screen Files. */
export interface BrowsePlace {
  /** Null: the volume that the engine would show first. */
  readonly volume: BrowseVolume | null;
  /** The folder that is listed, from the root, which is not among the steps. */
  readonly folder: readonly BrowseStep[];
  /** The file or folder whose details are shown; null: those of the folder. */
  readonly chosen: BrowseStep | null;
  /** Transactions of the journal that are applied in memory; null: all, 0: the volume as it is stored. */
  readonly transactions: number | null;
}

/** As long as nothing was chosen. */
export const NO_BROWSE: BrowsePlace = { volume: null, folder: [], chosen: null, transactions: null };

/** An answer that lists files of a whole volume. `of` says which view of it, as a text. */
export type BrowseList = { readonly of: string } & (
  | { readonly kind: "found"; readonly text: string; readonly result: FoundFiles }
  | { readonly kind: "damaged"; readonly result: DamageReport }
  | {
      readonly kind: "changed";
      /** The view that it was compared with, as `of` has it, and in words. */
      readonly from: string;
      readonly against: string;
      readonly result: FilesChanges;
    }
  | { readonly kind: "deleted"; readonly result: DeletedFiles }
);

/** What became of an extraction. */
export interface FinishedExtract {
  /** The image whose files they are. */
  readonly image: ImageId;
  readonly as: ExtractKind;
  /** Of the archive, or of the folder. */
  readonly name: string;
  readonly downloaded: boolean;
  readonly result: ExtractResult;
  /** How the archive is used further. */
  readonly note: string | null;
  /** The archive holds the root folder of a Linux system, which WSL can import. */
  readonly importable: boolean;
}

/** How much of what a file stores could be given back. */
interface KnownSpace {
  /** Which view of the disk it is of, as a text. */
  readonly of: string;
  readonly report: SpaceReport;
}

export interface BrowseSlice {
  readonly browse: BrowsePlace;
  /** One of each kind: the last. */
  readonly browseLists: readonly BrowseList[];
  /** Which of them is shown in place of the folder; null: none. */
  readonly shownList: BrowseList["kind"] | null;
  /** Whether folders list their deleted entries too. */
  readonly showDeleted: boolean;
  readonly extracted: FinishedExtract | null;
  /** As it was asked for last. */
  readonly space: KnownSpace | null;
  setBrowse(part: Partial<BrowsePlace>): void;
  setBrowseList(kind: BrowseList["kind"] | null): void;
  addBrowseList(list: BrowseList): void;
  setShowDeleted(shown: boolean): void;
  setSpace(space: KnownSpace): void;
  setExtracted(extracted: FinishedExtract | null): void;
}

export const browseSlice: Slice<BrowseSlice> = (set) => ({
  browse: NO_BROWSE,
  browseLists: [],
  shownList: null,
  showDeleted: false,
  extracted: null,
  space: null,
  setBrowse: (part) => set((state) => ({ browse: { ...state.browse, ...part } })),
  setBrowseList: (shownList) => set({ shownList }),
  addBrowseList: (list) =>
    set((state) => ({
      browseLists: [...state.browseLists.filter(({ kind }) => kind !== list.kind), list],
      // Deleted files are shown in their folders.
      ...(list.kind === "deleted" ? { showDeleted: true } : { shownList: list.kind }),
    })),
  setShowDeleted: (showDeleted) => set({ showDeleted }),
  setSpace: (space) => set({ space }),
  setExtracted: (extracted) => set({ extracted }),
});
