import { type Item, pathKey } from "./item.ts";
import type { Problems } from "./problems.ts";

/** Links that are remembered; further ones are left out. */
const MOST_LINKS = 1_000_000;

/**
 * Keeps entries from being unpacked through a link of the same archive: a hostile folder can hold one name twice, as a link and as a
 * folder.
 */
export class LinkGuard {
  readonly #problems: Problems;
  /** Paths of the links so far. */
  readonly #links = new Set<string>();

  constructor(problems: Problems) {
    this.#problems = problems;
  }

  /** Null for an item that is left out, which is listed. */
  pass(item: Item): Item | null {
    const { path, same, stat } = item;
    const key = pathKey(path);
    if (this.#isBehindLink(key)) {
      this.#problems.add(
        path,
        "left-out",
        "A link has the same path, and it would be unpacked through the link.",
      );
      return null;
    }
    if (stat.kind === "symlink") {
      if (this.#links.size === MOST_LINKS) {
        this.#problems.add(path, "left-out", "There are too many links.");
        return null;
      }
      this.#links.add(key);
    }
    // The other name of the file was left out.
    return same !== null && this.#isBehindLink(pathKey(same)) ? { ...item, same: null } : item;
  }

  /** Whether a path, or a folder that it leads through, is a link. */
  #isBehindLink(key: string): boolean {
    if (this.#links.size === 0) return false;
    for (let at = key.indexOf("/"); at >= 0; at = key.indexOf("/", at + 1))
      if (this.#links.has(key.slice(0, at))) return true;
    return this.#links.has(key);
  }
}
