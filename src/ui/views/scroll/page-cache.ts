/** Pages cached. Those in sight are never dropped. */
const CACHED_PAGES = 128;
/** Most requests at a time, so that fast scrolling does not queue up pages that are out of sight again. */
const IN_FLIGHT = 3;

/** Where a long list takes its pages from. Keep the object as long as the key stays. */
export interface PageSource<Page> {
  /**
   * Names the content. When it changes, the old pages stay until the new ones have come.
   */
  readonly key: string;
  /** Pages in all. */
  readonly pages: number;
  load(index: number): Promise<Page>;
}

/** Pages of a long list. Loads the pages in sight first, and keeps a page until its new content has come. */
export class PageCache<Page> {
  #source: PageSource<Page> | null = null;
  readonly #pages = new Map<number, { readonly key: string; readonly page: Page }>();
  readonly #flying = new Set<string>();
  #wanted: readonly number[] = [];
  /** Pages that failed to load, and why. Only `retry` or another source asks for them again. */
  readonly #failures = new Map<number, Error>();
  readonly #changed: () => void;

  /** @param changed called when a page has come or failed. */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** Error of the most urgent wanted page that failed; null where none did. */
  get failure(): Error | null {
    const failed = this.#wanted.find((index) => this.#failures.has(index));
    return failed === undefined ? null : (this.#failures.get(failed) ?? null);
  }

  setSource(source: PageSource<Page>): void {
    if (this.#source === source) return;
    this.#source = source;
    this.#failures.clear();
    this.#pump();
  }

  /** The newest known content of a page. */
  page(index: number): Page | null {
    return this.#pages.get(index)?.page ?? null;
  }

  /** Whether the known content of a page comes from the source with that key. */
  isFrom(key: string, index: number): boolean {
    return this.#pages.get(index)?.key === key;
  }

  /** Sets which pages are needed, most urgent first; pages that are no longer wanted are not asked for. */
  want(pages: readonly number[]): void {
    this.#wanted = pages;
    this.#pump();
  }

  /** Asks again after a failure. */
  retry(): void {
    this.#failures.clear();
    this.#pump();
  }

  #pump(): void {
    const source = this.#source;
    if (source === null) return;
    for (const index of this.#wanted) {
      if (this.#flying.size >= IN_FLIGHT) return;
      const flight = `${source.key} ${index}`;
      if (index < 0 || index >= source.pages) continue;
      if (this.#failures.has(index) || this.#flying.has(flight)) continue;
      if (this.#pages.get(index)?.key === source.key) continue;
      this.#flying.add(flight);
      void this.#load(source, index).finally(() => {
        this.#flying.delete(flight);
        this.#pump();
      });
    }
  }

  async #load(source: PageSource<Page>, index: number): Promise<void> {
    try {
      const page = await source.load(index);
      if (source !== this.#source) return;
      this.#pages.delete(index);
      this.#pages.set(index, { key: source.key, page });
      this.#evict();
    } catch (thrown) {
      if (source !== this.#source) return;
      this.#failures.set(index, thrown instanceof Error ? thrown : new Error(String(thrown)));
    }
    this.#changed();
  }

  #evict(): void {
    for (const index of this.#pages.keys()) {
      if (this.#pages.size <= CACHED_PAGES) return;
      if (!this.#wanted.includes(index)) this.#pages.delete(index);
    }
  }
}
