import { useState } from "react";
import type { Bookmark, Span } from "../../../../workers/api/index.ts";
import { goToDiskOffset, goToFileOffset } from "../../../actions/place/places.ts";
import { useStore } from "../../../state/store.ts";
import type { HexHighlight } from "../hex/types.ts";

/** What a screen with bytes does with bookmarks. */
export interface BookmarkTools {
  /** Bookmarks a span, unless it has a bookmark already. */
  readonly add: (span: Span) => void;
  /** Goes to a bookmark, on the screen that shows its space. */
  readonly go: (bookmark: Bookmark) => void;
  /** The bookmark whose note should take the focus. */
  readonly fresh: number | null;
  readonly highlights: readonly HexHighlight[];
}

/** The bookmarks of one space as highlights, and functions to add and follow them. */
export function useBookmarks(space: "file" | "disk"): BookmarkTools {
  const bookmarks = useStore((state) => state.bookmarks);
  const [fresh, setFresh] = useState<number | null>(null);
  return {
    fresh,
    add: ({ offset, length }) => {
      const same = (each: Bookmark) =>
        each.space === space && each.offset === offset && each.length === length;
      if (!bookmarks.some(same)) useStore.getState().addBookmark({ space, offset, length, note: "" });
      setFresh(useStore.getState().bookmarks.find(same)?.id ?? null);
    },
    go: (bookmark) =>
      void (bookmark.space === "file"
        ? goToFileOffset(bookmark.offset, bookmark.length, { screen: "structure" })
        : goToDiskOffset(bookmark.offset, bookmark.length, { screen: "disk" })),
    highlights: bookmarks
      .filter((bookmark) => bookmark.space === space)
      .map(({ offset, length }) => ({ offset, length: Math.max(1, length), kind: "bookmark" as const })),
  };
}
