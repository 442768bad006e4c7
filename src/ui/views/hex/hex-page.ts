import type { Span } from "../../../../workers/api/index.ts";
import type { PageCache, PageSource } from "../scroll/page-cache.ts";
import type { HexData, HexSource, MarkKind } from "./types.ts";

/** Bytes that are asked for at once. On a local file this takes as long as 4 KiB do. */
export const PAGE = 64 * 1024;

/** Codes of `HexPage.codes`; 0 is an ordinary byte. */
export const MARK_CODES: Readonly<Record<MarkKind, number>> = {
  replay: 1,
  user: 2,
  unreadable: 3,
  parent: 4,
  absent: 5,
};

export interface HexPage {
  readonly bytes: Uint8Array;
  /** One mark code per byte; null where nothing is marked. */
  readonly codes: Uint8Array | null;
}

/** Bytes that begin at `start`, with a code for each; a later mark lies over an earlier one. */
export function hexPage(start: number, { bytes, marks }: HexData): HexPage {
  let codes: Uint8Array | null = null;
  for (const mark of marks) {
    codes ??= new Uint8Array(bytes.length);
    const from = Math.max(0, mark.offset - start);
    codes.fill(MARK_CODES[mark.kind], from, Math.max(from, mark.offset + mark.length - start));
  }
  return { bytes, codes };
}

/** The source's bytes, page by page. */
export function pagesOf(source: HexSource): PageSource<HexPage> {
  return {
    key: source.key,
    pages: Math.ceil(source.size / PAGE),
    load: async (index) => {
      const start = index * PAGE;
      return hexPage(start, await source.read(start, Math.min(PAGE, source.size - start)));
    },
  };
}

/** A byte of the cached pages; null while its page is not loaded. */
export function byteIn(cache: PageCache<HexPage>, offset: number): number | null {
  return cache.page(Math.floor(offset / PAGE))?.bytes[offset % PAGE] ?? null;
}

/** Whether the shown bytes of a span, shorter than a page, come from the source with that key. */
export function isShownFrom(cache: PageCache<HexPage>, key: string, { offset, length }: Span): boolean {
  const last = Math.floor((offset + length - 1) / PAGE);
  return cache.isFrom(key, Math.floor(offset / PAGE)) && cache.isFrom(key, last);
}
