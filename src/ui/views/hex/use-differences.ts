import { useMemo } from "react";
import { usePages } from "../scroll/use-pages.ts";
import { differingRuns } from "./differing-runs.ts";
import { PAGE } from "./hex-page.ts";
import { readSpan } from "./read-span.ts";
import type { HexHighlight, HexSource } from "./types.ts";
import type { PageSource } from "../scroll/page-cache.ts";

const NONE: readonly HexHighlight[] = [];

function differencesOf(a: HexSource, b: HexSource, distance: number): PageSource<readonly HexHighlight[]> {
  return {
    key: `${a.key} | ${b.key} | ${distance}`,
    pages: Math.ceil(a.size / PAGE),
    load: async (index) => {
      const offset = index * PAGE;
      const [one, other] = await Promise.all([
        readSpan(a, { offset, length: PAGE }),
        readSpan(b, { offset: Math.max(0, offset + distance), length: PAGE }),
      ]);
      return differingRuns(one, other).map((run) => ({
        offset: offset + run.offset,
        length: run.length,
        kind: "difference" as const,
      }));
    },
  };
}

/**
 * Runs of bytes near `around` in which two sources differ, to be pointed out in the first.
 *
 * @param distance offset in `b` of what stands at 0 in `a`.
 * @param around offset in `a`; its page and the neighbours are compared.
 */
export function useDifferences(
  a: HexSource | null,
  b: HexSource | null,
  distance: number,
  around: number,
): readonly HexHighlight[] {
  const source = useMemo(
    () => (a === null || b === null ? null : differencesOf(a, b, distance)),
    [a, b, distance],
  );
  const page = Math.max(0, Math.floor(around / PAGE));
  const cache = usePages(source, page, page);
  if (source === null) return NONE;
  return [page - 1, page, page + 1].flatMap((index) => cache.page(index) ?? NONE);
}
