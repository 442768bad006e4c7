import { useCallback, useMemo, useState } from "react";
import type { Span } from "../../../../workers/api/index.ts";
import type { HexHighlight, HexSource } from "../../views/hex/types.ts";
import { differingRuns } from "../../views/hex/differing-runs.ts";
import { WORDS } from "./words.ts";

/** Pages whose differences are remembered: more than a hex view caches. */
const CACHED_PAGES = 160;

export interface PairedSource {
  readonly source: HexSource;
  /** Bytes that differ, as far as they have been read. */
  readonly differing: readonly HexHighlight[];
}

/**
 * A source that is compared with another while it is read.
 *
 * @param shift added to an offset of `mine`, gives its counterpart in `other`.
 * @param end where the comparison ends, as an offset of `mine`; null for the end of the source.
 */
export function usePairedSource(
  mine: HexSource | null,
  other: HexSource | null,
  shift: number,
  end: number | null,
): PairedSource | null {
  const key = `${mine?.key} against ${other?.key} at ${shift} to ${end}`;
  const [found, setFound] = useState<{ key: string; pages: ReadonlyMap<number, readonly Span[]> }>({
    key,
    pages: new Map(),
  });
  const remember = useCallback(
    (offset: number, spans: readonly Span[]) =>
      setFound((last) => {
        const pages = new Map(last.key === key ? last.pages : []);
        pages.delete(offset);
        pages.set(offset, spans);
        for (const oldest of pages.keys()) {
          if (pages.size <= CACHED_PAGES) break;
          pages.delete(oldest);
        }
        return { key, pages };
      }),
    [key],
  );
  const source = useMemo((): HexSource | null => {
    if (mine === null || other === null) return null;
    return {
      key,
      size: Math.min(mine.size, end ?? mine.size),
      read: async (offset, length) => {
        // The first bytes of a page may be before the other source.
        const skipped = Math.min(length, Math.max(0, -(offset + shift)));
        const start = offset + shift + skipped;
        const room = Math.min(length - skipped, Math.max(0, other.size - start));
        const [own, counterpart] = await Promise.all([
          mine.read(offset, length),
          room === 0 ? { bytes: new Uint8Array(0) } : other.read(start, room),
        ]);
        const runs = differingRuns(own.bytes.subarray(skipped), counterpart.bytes);
        remember(
          offset,
          runs.map((run) => ({ offset: offset + skipped + run.offset, length: run.length })),
        );
        return own;
      },
    };
  }, [mine, other, shift, end, key, remember]);
  const differing = useMemo(
    () =>
      found.key !== key
        ? []
        : [...found.pages.values()].flatMap((spans) =>
            spans.map((span) => ({ ...span, kind: "difference" as const, label: WORDS.panes.differs })),
          ),
    [found, key],
  );
  return source === null ? null : { source, differing };
}
