import { BookmarkPlus, X } from "lucide-react";
import { useEffect, useId, useRef } from "react";
import type { Bookmark } from "../../../../workers/api/index.ts";
import { useStore } from "../../../state/store.ts";
import { IconButton } from "../../parts/Button.tsx";
import { formatOffset } from "../../parts/format.ts";
import { sizeText } from "../../../../workers/shared/text.ts";
import styles from "./Bookmarks.module.css";
import { WORDS } from "./words.ts";

/** Longer than two clicks that belong together: 500 ms is what systems take for them. */
const DOUBLE_CLICK_MS = 600;

export interface BookmarksProps {
  /** Bookmarks the selection. */
  readonly onAdd: () => void;
  readonly onGo: (bookmark: Bookmark) => void;
  /** Id of a bookmark whose note should take the focus: the one just made. */
  readonly fresh: number | null;
}

/** Places of the file and the disk that the user marked, with a note; they go into the report. */
export function Bookmarks({ onAdd, onGo, fresh }: BookmarksProps) {
  const id = useId();
  const { bookmarks, setBookmarkNote, removeBookmark } = useStore();
  const list = useRef<HTMLUListElement>(null);
  const addedAt = useRef(-Infinity);
  const noteOf = (bookmark: number) =>
    list.current?.querySelector<HTMLInputElement>(`[data-bookmark="${bookmark}"]`);
  useEffect(() => {
    if (fresh !== null) noteOf(fresh)?.focus();
  }, [fresh]);
  const add = () => {
    addedAt.current = performance.now();
    onAdd();
  };
  const remove = (bookmark: number) => {
    // The new row moves under the pointer, so the second click of a double click comes here.
    if (performance.now() - addedAt.current < DOUBLE_CLICK_MS) noteOf(fresh ?? bookmark)?.focus();
    else removeBookmark(bookmark);
  };
  return (
    <section aria-labelledby={id} className={styles.panel}>
      <header className={styles.head}>
        <h2 id={id} className={styles.title}>
          {WORDS.title}
        </h2>
        {bookmarks.length > 0 && <span className={styles.count}>{WORDS.count(bookmarks.length)}</span>}
        <IconButton
          label={WORDS.add}
          keys="Ctrl+D"
          size="s"
          icon={<BookmarkPlus />}
          onPress={add}
          className={styles.add}
        />
      </header>
      {bookmarks.length > 0 && (
        <ul ref={list} className={styles.list}>
          {bookmarks.map((bookmark) => (
            <li key={bookmark.id} className={styles.item}>
              <button type="button" className={styles.place} onClick={() => onGo(bookmark)}>
                <span className={styles.space}>{WORDS.spaces[bookmark.space]}</span>
                {formatOffset(bookmark.offset)}
                {bookmark.length > 0 && <span className={styles.length}>{sizeText(bookmark.length)}</span>}
              </button>
              <input
                data-bookmark={bookmark.id}
                aria-label={WORDS.noteFor(WORDS.spaces[bookmark.space], formatOffset(bookmark.offset))}
                className={styles.note}
                value={bookmark.note}
                placeholder={WORDS.note}
                onChange={(event) => setBookmarkNote(bookmark.id, event.target.value)}
              />
              <IconButton label={WORDS.remove} size="s" icon={<X />} onPress={() => remove(bookmark.id)} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
