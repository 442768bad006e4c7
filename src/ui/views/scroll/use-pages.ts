import { useEffect, useMemo, useReducer } from "react";
import { PageCache, type PageSource } from "./page-cache.ts";

/**
 * The pages `[first, last]` of a long list, and their neighbours.
 *
 * @param source null while there is none.
 */
export function usePages<Page>(
  source: PageSource<Page> | null,
  first: number,
  last: number,
): PageCache<Page> {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const cache = useMemo(() => new PageCache<Page>(redraw), []);
  useEffect(() => {
    if (source === null) return;
    cache.setSource(source);
    const inSight = Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
    cache.want([...inSight, last + 1, first - 1]);
  }, [cache, source, first, last]);
  // A view that is gone needs nothing more.
  useEffect(() => () => cache.want([]), [cache]);
  return cache;
}
