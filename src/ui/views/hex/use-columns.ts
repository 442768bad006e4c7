import { type RefObject, useEffect, useMemo, useState, useSyncExternalStore } from "react";
import type { HexGroup } from "./hex-group.ts";
import { type Columns, columnsFor, hasRoomForText } from "./layout.ts";

const never = () => () => {};

/** Digits in the probe whose width is measured. */
export const PROBE_DIGITS = 64;

/**
 * How many bytes a row holds, whether their text has room beside them, and how wide a digit is.
 *
 * @param frame the element whose width counts: that of the rows, without the scrollbar.
 * @param probe an element with `PROBE_DIGITS` digits in the view's font.
 * @param wish what the caller wants; `auto` takes what fits.
 */
export function useColumns(
  frame: RefObject<HTMLElement | null>,
  probe: RefObject<HTMLElement | null>,
  digits: number,
  wish: Columns | "auto",
  group: HexGroup | undefined,
): { columns: number; text: boolean; digitWidth: number } {
  const [measured, setMeasured] = useState({ width: 0, digit: 8 });
  const member = useMemo(() => ({}), []);
  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const observer = new ResizeObserver(() =>
      setMeasured({
        width: element.clientWidth,
        digit: (probe.current?.getBoundingClientRect().width ?? 0) / PROBE_DIGITS || 8,
      }),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [frame, probe]);

  const width = measured.width / measured.digit;
  const room = wish === "auto" ? columnsFor(digits, width) : wish;
  useEffect(() => {
    group?.setColumns(member, room);
    return () => group?.setColumns(member, null);
  }, [group, member, room]);
  const agreed = useSyncExternalStore(group?.subscribe ?? never, () => group?.columns ?? null);
  const columns = agreed ?? room;
  const text = measured.width === 0 || hasRoomForText(digits, columns, width);
  return { columns, text, digitWidth: measured.digit };
}
