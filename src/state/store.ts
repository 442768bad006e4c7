import { create, type StateCreator } from "zustand";
import { bookmarksSlice, type BookmarksSlice } from "./bookmarks.ts";
import { bytesViewSlice, type BytesViewSlice } from "./bytes-view.ts";
import { compareSlice, type CompareSlice } from "./compare.ts";
import { crashSlice, type CrashSlice } from "./crash.ts";
import { digestsSlice, type DigestsSlice } from "./digests.ts";
import { editsSlice, type EditsSlice } from "./edits.ts";
import { exportsSlice, type ExportsSlice } from "./exports.ts";
import { findSlice, type FindSlice } from "./find.ts";
import { imageSlice, type ImageSlice } from "./image.ts";
import { jobsSlice, type JobsSlice } from "./jobs.ts";
import { noticesSlice, type NoticesSlice } from "./notices.ts";
import { placeSlice, type PlaceSlice } from "./place.ts";
import { recentSlice, type RecentSlice } from "./recent.ts";
import { settingsSlice, type SettingsSlice } from "./settings.ts";
import { viewSlice, type ViewSlice } from "./view.ts";

export type AppState = ImageSlice &
  ViewSlice &
  PlaceSlice &
  JobsSlice &
  NoticesSlice &
  BookmarksSlice &
  CompareSlice &
  CrashSlice &
  EditsSlice &
  ExportsSlice &
  RecentSlice &
  DigestsSlice &
  BytesViewSlice &
  FindSlice &
  SettingsSlice;

/** A slice of the one store. */
export type Slice<T> = StateCreator<AppState, [], [], T>;

export const useStore = create<AppState>()((...api) => ({
  ...imageSlice(...api),
  ...viewSlice(...api),
  ...placeSlice(...api),
  ...jobsSlice(...api),
  ...noticesSlice(...api),
  ...bookmarksSlice(...api),
  ...compareSlice(...api),
  ...crashSlice(...api),
  ...editsSlice(...api),
  ...exportsSlice(...api),
  ...recentSlice(...api),
  ...digestsSlice(...api),
  ...bytesViewSlice(...api),
  ...findSlice(...api),
  ...settingsSlice(...api),
}));
