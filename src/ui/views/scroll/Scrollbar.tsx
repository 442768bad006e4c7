import { type PointerEvent, useEffect, useRef, useState } from "react";
import { thumbOf, topOfThumb } from "./extent.ts";
import styles from "./Scrollbar.module.css";
import type { Scroller } from "./use-scroller.ts";

/** A tick on the scrollbar, such as a search hit. */
export interface ScrollMark {
  readonly row: number;
  readonly kind: "hit" | "replay" | "difference" | "invalid" | "bookmark";
}

/** How long a press on the track waits before it repeats, and how often it does, ms. */
const FIRST_REPEAT = 350;
const REPEAT = 60;

/**
 * The scrollbar of a `useScroller` list. Hidden from assistive technology: the list's own keys and row numbers say
 * and do all that it does.
 */
export function Scrollbar({ scroller, marks }: { scroller: Scroller; marks?: readonly ScrollMark[] }) {
  const { position } = scroller;
  const track = useRef<HTMLDivElement>(null);
  const [length, setLength] = useState(0);
  const [held, setHeld] = useState(false);
  const grip = useRef(0);
  const repeat = useRef<ReturnType<typeof setTimeout>>(undefined);

  useEffect(() => {
    const element = track.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => setLength(element.clientHeight));
    observer.observe(element);
    return () => {
      observer.disconnect();
      clearTimeout(repeat.current);
    };
  }, []);

  const { extent } = position;
  const thumb = thumbOf(extent, scroller.top, length);

  const pageToward = (y: number, wait: number) => {
    const now = thumbOf(extent, position.top, length);
    if (now === null || (y >= now.offset && y <= now.offset + now.size)) return;
    position.scrollBy(y < now.offset ? -scroller.pageRows : scroller.pageRows);
    repeat.current = setTimeout(() => pageToward(y, REPEAT), wait);
  };
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    if (thumb === null || event.button !== 0) return;
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    const y = event.clientY - event.currentTarget.getBoundingClientRect().top;
    if (y >= thumb.offset && y <= thumb.offset + thumb.size) {
      grip.current = y - thumb.offset;
      setHeld(true);
    } else if (event.shiftKey) {
      position.scrollTo(topOfThumb(extent, y - thumb.size / 2, length));
      grip.current = thumb.size / 2;
      setHeld(true);
    } else {
      pageToward(y, FIRST_REPEAT);
    }
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    if (!held) return;
    const y = event.clientY - event.currentTarget.getBoundingClientRect().top;
    position.scrollTo(topOfThumb(extent, y - grip.current, length));
  };
  const release = () => {
    clearTimeout(repeat.current);
    setHeld(false);
  };

  return (
    <div
      ref={track}
      aria-hidden="true"
      className={styles.track}
      data-held={held || undefined}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={release}
      onPointerCancel={release}
      onWheel={(event) => position.scrollBy(event.deltaY / scroller.rowHeight)}
    >
      {marks?.map((mark) => (
        <span
          key={`${mark.kind}${mark.row}`}
          className={styles.mark}
          data-kind={mark.kind}
          style={{ top: `${(mark.row / Math.max(1, extent.rows)) * 100}%` }}
        />
      ))}
      {thumb !== null && (
        <span
          className={styles.thumb}
          style={{ height: thumb.size, transform: `translateY(${thumb.offset}px)` }}
        />
      )}
    </div>
  );
}
