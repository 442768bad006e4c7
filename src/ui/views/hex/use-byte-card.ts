import { type RefObject, useEffect, useState } from "react";
import type { ByteName } from "./types.ts";

/** A pointer that only passes over bytes asks for nothing, ms. */
const WAIT = 40;

/** A point of a view and the view's size, px. */
export interface PointIn {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The byte that the card tells about, and where: beside the pointer, or in the half of the view that the cursor is not in. */
interface Told {
  readonly offset: number;
  readonly at: PointIn | "upper" | "lower";
}

/**
 * The card that names the byte under the pointer or the cursor. The name is asked for a moment after the byte was pointed at; the
 * answer for one byte of a run serves for the whole run.
 *
 * @param frame the view that the card lies over.
 */
export function useByteCard(
  frame: RefObject<HTMLElement | null>,
  nameOf: ((offset: number) => Promise<ByteName | null>) | undefined,
) {
  const [told, setTold] = useState<Told | null>(null);
  const [known, setKnown] = useState<{ readonly of: unknown; readonly name: ByteName } | null>(null);
  const offset = told?.offset ?? null;
  useEffect(() => {
    if (nameOf === undefined || offset === null) return;
    let stale = false;
    const ask = async () => {
      try {
        const name = await nameOf(offset);
        if (!stale && name !== null) setKnown({ of: nameOf, name });
      } catch {
        // What can't be read is said where the bytes are shown.
      }
    };
    const timer = setTimeout(() => void ask(), WAIT);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [nameOf, offset]);
  const inRun = (name: ByteName) =>
    offset !== null && offset >= name.span.offset && offset < name.span.offset + name.span.length;
  return {
    told,
    name: known !== null && known.of === nameOf && inRun(known.name) ? known.name : null,
    /** The pointer is on a byte (null: on none). */
    point: (byte: number | null, { clientX, clientY }: { clientX: number; clientY: number }) => {
      const box = frame.current?.getBoundingClientRect();
      setTold(
        byte === null || box === undefined
          ? null
          : {
              offset: byte,
              at: { x: clientX - box.left, y: clientY - box.top, width: box.width, height: box.height },
            },
      );
    },
    /** A key has moved the cursor to a byte; `half` of the view is free. */
    tell: (byte: number, half: "upper" | "lower") => setTold({ offset: byte, at: half }),
    hide: () => setTold(null),
  };
}
