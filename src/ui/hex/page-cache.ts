import type { HexSource, MarkKind } from "./types.ts";

/** Bytes that are asked for at once. On a local file this takes as long as 4 KiB do. */
export const PAGE = 64 * 1024;
/** Pages kept: 8 MiB, some thousand rows to either side. */
const KEPT = 128;
/** Reads on their way at once, so that a fast scroll does not queue up what nobody looks at any more. */
const IN_FLIGHT = 3;

/** Codes of `CachedPage.codes`; 0 is an ordinary byte. */
export const MARK_CODES: Readonly<Record<MarkKind, number>> = {
  replay: 1,
  user: 2,
  unreadable: 3,
  parent: 4,
  absent: 5,
};

export interface CachedPage {
  readonly bytes: Uint8Array;
  /** One mark code per byte; null where nothing is marked. */
  readonly codes: Uint8Array | null;
  /** Key of the source that it came from. */
  readonly key: string;
}

/** Pages of a hex source: asks for those in sight first, keeps the last answer until a new one has come. */
export class PageCache {
  #source: HexSource | null = null;
  readonly #pages = new Map<number, CachedPage>();
  readonly #flying = new Set<string>();
  #wanted: readonly number[] = [];
  #failure: { readonly key: string; readonly page: number; readonly error: Error } | null = null;
  readonly #changed: () => void;

  /** @param changed called when a page has come or failed. */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** Why the last wanted page could not be read; null where all is well. */
  get failure(): Error | null {
    return this.#failure?.error ?? null;
  }

  setSource(source: HexSource): void {
    if (this.#source === source) return;
    this.#source = source;
    this.#failure = null;
    this.#pump();
  }

  /** The newest known content of a page. */
  page(index: number): CachedPage | null {
    return this.#pages.get(index) ?? null;
  }

  /** Sets which pages are needed, most urgent first; pages that are no longer wanted are not asked for. */
  want(pages: readonly number[]): void {
    this.#wanted = pages;
    this.#pump();
  }

  /** Asks again after a failure. */
  retry(): void {
    this.#failure = null;
    this.#pump();
  }

  #pump(): void {
    const source = this.#source;
    if (source === null) return;
    for (const index of this.#wanted) {
      if (this.#flying.size >= IN_FLIGHT) return;
      const flight = `${source.key} ${index}`;
      const failed = this.#failure?.key === source.key && this.#failure.page === index;
      const start = index * PAGE;
      if (failed || start >= source.size || this.#flying.has(flight)) continue;
      if (this.#pages.get(index)?.key === source.key) continue;
      this.#flying.add(flight);
      void this.#load(source, index, Math.min(PAGE, source.size - start)).finally(() => {
        this.#flying.delete(flight);
        this.#pump();
      });
    }
  }

  async #load(source: HexSource, index: number, length: number): Promise<void> {
    const start = index * PAGE;
    try {
      const { bytes, marks } = await source.read(start, length);
      if (source !== this.#source) return;
      let codes: Uint8Array | null = null;
      for (const mark of marks) {
        codes ??= new Uint8Array(bytes.length);
        const from = Math.max(0, mark.offset - start);
        codes.fill(MARK_CODES[mark.kind], from, Math.max(from, mark.offset + mark.length - start));
      }
      this.#pages.delete(index);
      this.#pages.set(index, { bytes, codes, key: source.key });
      this.#evict();
    } catch (thrown) {
      if (source !== this.#source) return;
      const error = thrown instanceof Error ? thrown : new Error(String(thrown));
      this.#failure = { key: source.key, page: index, error };
    }
    this.#changed();
  }

  #evict(): void {
    for (const index of this.#pages.keys()) {
      if (this.#pages.size <= KEPT) return;
      if (!this.#wanted.includes(index)) this.#pages.delete(index);
    }
  }
}
