import type { Bookmark } from "../../workers/api/index.ts";
import type { Slice } from "./slice.ts";

/** Bookmarks of the open image; they go into the report. `actions/files/keep-notes` keeps them for the next visit. */
export interface BookmarksSlice {
  readonly bookmarks: readonly Bookmark[];
  addBookmark(bookmark: Omit<Bookmark, "id">): void;
  setBookmarkNote(id: number, note: string): void;
  removeBookmark(id: number): void;
}

export const bookmarksSlice: Slice<BookmarksSlice> = (set) => ({
  bookmarks: [],
  addBookmark: (bookmark) =>
    set((state) => {
      const id = 1 + state.bookmarks.reduce((highest, each) => Math.max(highest, each.id), 0);
      return { bookmarks: [...state.bookmarks, { ...bookmark, id }] };
    }),
  setBookmarkNote: (id, note) =>
    set((state) => ({
      bookmarks: state.bookmarks.map((each) => (each.id === id ? { ...each, note } : each)),
    })),
  removeBookmark: (id) => set((state) => ({ bookmarks: state.bookmarks.filter((each) => each.id !== id) })),
});
