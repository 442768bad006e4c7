import type { ExtractProblem } from "../../../api/index.ts";
import type { StoredName } from "../../../fs/file-system.ts";
import { pathText } from "./item.ts";

/** Problems that are kept; the others are counted. */
const MOST_KEPT = 10_000;

/** What a user should know of an extraction. */
export class Problems {
  readonly list: ExtractProblem[] = [];
  count = 0;

  add(path: readonly StoredName[], kind: ExtractProblem["kind"], words: string): void {
    this.count += 1;
    if (this.list.length < MOST_KEPT) this.list.push({ path: pathText(path), kind, words });
  }
}
