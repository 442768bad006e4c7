import { type Align, clampTop, type Extent, maxTop, topToReveal } from "./extent.ts";

/**
 * Where one list, or several that scroll together, stands. Lives outside React, so that panes that share it move in
 * the same frame. The longest member sets how far it goes: a shorter one shows nothing beyond its end.
 */
export class ScrollPosition {
  #top = 0;
  readonly #members = new Map<object, Extent>();
  readonly #listeners = new Set<() => void>();
  #version = 0;

  /** Goes up with every move and every change of extent. */
  get version(): number {
    return this.#version;
  }

  /** First row in sight, with its fraction. */
  get top(): number {
    return this.#top;
  }

  /** Extent of the longest member. */
  get extent(): Extent {
    let longest: Extent = { rows: 0, page: 1 };
    for (const member of this.#members.values()) {
      if (maxTop(member) > maxTop(longest) || longest.rows === 0) longest = member;
    }
    return longest;
  }

  /** For `useSyncExternalStore`. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Takes part, or changes its extent; null leaves. */
  setMember(member: object, extent: Extent | null): void {
    if (extent === null) this.#members.delete(member);
    else this.#members.set(member, extent);
    if (this.#members.size > 0) this.#top = clampTop(this.extent, this.#top);
    this.#tell();
  }

  /** Moves to a position, as far as there is one. */
  scrollTo(top: number): void {
    const next = clampTop(this.extent, top);
    if (next === this.#top) return;
    this.#top = next;
    this.#tell();
  }

  /** @returns whether there was room to move. */
  scrollBy(rows: number): boolean {
    const before = this.#top;
    this.scrollTo(before + rows);
    return this.#top !== before;
  }

  #tell(): void {
    this.#version += 1;
    for (const listener of this.#listeners) listener();
  }

  /** Brings a row into sight. */
  reveal(row: number, align: Align): void {
    this.scrollTo(topToReveal(this.extent, this.#top, row, align));
  }
}
