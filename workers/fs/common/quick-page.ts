import type { FolderPage, ListCursor } from "../file-system.ts";

/**
 * Reads that one page of a folder may take for the stats of its entries, beside those of the folder itself: of the first page, which
 * somebody waits for, and of the others.
 */
const MOST_READS = { first: 4, other: 12 };

/** @param cursor of the page; null for the first one */
export const mostReads = (cursor: ListCursor | null): number =>
  cursor === null ? MOST_READS.first : MOST_READS.other;

/**
 * A page of a folder with what the stats of its entries need read ahead. Ends before its limit where these lie so far apart that they
 * would take too many reads; the next page goes on there.
 *
 * @param list gives a page
 * @param ahead reads ahead for the entries of a page, in at most so many reads; tells for how many of them, at least one
 */
export function quickPage(
  cursor: ListCursor | null,
  limit: number,
  list: (limit: number) => FolderPage,
  ahead: (page: FolderPage, reads: number) => number,
): FolderPage {
  const page = list(limit);
  if (page.entries.length === 0) return page;
  const ready = ahead(page, mostReads(cursor));
  return ready < page.entries.length ? list(ready) : page;
}
