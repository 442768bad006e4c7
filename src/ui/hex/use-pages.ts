import { useEffect, useMemo, useReducer } from "react";
import { PAGE, PageCache } from "./page-cache.ts";
import type { HexSource } from "./types.ts";

/**
 * The pages of a source around what is in sight.
 *
 * @param from first offset in sight, may be negative.
 * @param to offset after the last in sight.
 */
export function usePages(source: HexSource, from: number, to: number): PageCache {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const cache = useMemo(() => new PageCache(redraw), []);
  const first = Math.max(0, Math.floor(from / PAGE));
  const last = Math.max(first, Math.floor((to - 1) / PAGE));
  useEffect(() => {
    cache.setSource(source);
    const inSight = Array.from({ length: last - first + 1 }, (_, index) => first + index);
    cache.want(first > 0 ? [...inSight, last + 1, first - 1] : [...inSight, last + 1]);
  }, [cache, source, first, last]);
  return cache;
}
