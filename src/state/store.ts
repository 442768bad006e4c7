import { create } from "zustand";
import { browseSlice, type BrowseSlice } from "./browse.ts";
import { bookmarksSlice, type BookmarksSlice } from "./bookmarks.ts";
import { bytesViewSlice, type BytesViewSlice } from "./bytes-view.ts";
import { chainSlice, type ChainSlice } from "./chain.ts";
import { compareSlice, type CompareSlice } from "./compare.ts";
import { crashSlice, type CrashSlice } from "./crash.ts";
import { digestsSlice, type DigestsSlice } from "./digests.ts";
import { editModeSlice, type EditModeSlice } from "./edit-mode.ts";
import { editsSlice, type EditsSlice } from "./edits.ts";
import { exportsSlice, type ExportsSlice } from "./exports.ts";
import { filesSlice, type FilesSlice } from "./files.ts";
import { findSlice, type FindSlice } from "./find.ts";
import { fullCheckSlice, type FullCheckSlice } from "./full-check.ts";
import { imageSlice, type ImageSlice } from "./image.ts";
import { installSlice, type InstallSlice } from "./install.ts";
import { jobsSlice, type JobsSlice } from "./jobs.ts";
import { keptSlice, type KeptSlice } from "./kept.ts";
import { newDiskSlice, type NewDiskSlice } from "./new-disk.ts";
import { noticesSlice, type NoticesSlice } from "./notices.ts";
import { placeSlice, type PlaceSlice } from "./place.ts";
import { recentSlice, type RecentSlice } from "./recent.ts";
import { repairSlice, type RepairSlice } from "./repair.ts";
import { settingsSlice, type SettingsSlice } from "./settings.ts";
import { viewSlice, type ViewSlice } from "./view.ts";
import { workingDisksSlice, type WorkingDisksSlice } from "./working-disks.ts";

export type AppState = ImageSlice &
  ViewSlice &
  PlaceSlice &
  InstallSlice &
  JobsSlice &
  NewDiskSlice &
  NoticesSlice &
  BookmarksSlice &
  BrowseSlice &
  ChainSlice &
  CompareSlice &
  CrashSlice &
  EditModeSlice &
  EditsSlice &
  ExportsSlice &
  FilesSlice &
  RecentSlice &
  RepairSlice &
  DigestsSlice &
  BytesViewSlice &
  FindSlice &
  FullCheckSlice &
  SettingsSlice &
  KeptSlice &
  WorkingDisksSlice;

export const useStore = create<AppState>()((set) => ({
  ...imageSlice(set),
  ...viewSlice(set),
  ...placeSlice(set),
  ...installSlice(set),
  ...jobsSlice(set),
  ...newDiskSlice(set),
  ...noticesSlice(set),
  ...bookmarksSlice(set),
  ...browseSlice(set),
  ...chainSlice(set),
  ...compareSlice(set),
  ...crashSlice(set),
  ...editModeSlice(set),
  ...editsSlice(set),
  ...exportsSlice(set),
  ...filesSlice(set),
  ...recentSlice(set),
  ...repairSlice(set),
  ...digestsSlice(set),
  ...bytesViewSlice(set),
  ...findSlice(set),
  ...fullCheckSlice(set),
  ...settingsSlice(set),
  ...keptSlice(set),
  ...workingDisksSlice(set),
}));
