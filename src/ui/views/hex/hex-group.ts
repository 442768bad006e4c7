import { ScrollPosition } from "../scroll/scroll-position.ts";

/** Hex views side by side: they scroll together and show the same number of bytes in a row. */
export class HexGroup {
  readonly position = new ScrollPosition();
  readonly #columns = new Map<object, number>();
  readonly #listeners = new Set<() => void>();

  /** For `useSyncExternalStore`. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** What the narrowest member has room for; null while there is none. */
  get columns(): number | null {
    return this.#columns.size === 0 ? null : Math.min(...this.#columns.values());
  }

  /** What a member has room for; null when it leaves. */
  setColumns(member: object, columns: number | null): void {
    const before = this.columns;
    if (columns === null) this.#columns.delete(member);
    else this.#columns.set(member, columns);
    if (this.columns === before) return;
    for (const listener of this.#listeners) listener();
  }
}
