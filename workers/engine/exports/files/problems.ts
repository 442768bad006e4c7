import type { ExtractProblem } from "../../../api/index.ts";
import { MORE_PROBLEMS } from "../../../fs/common/problem-list.ts";
import type { FileSystem, StoredName } from "../../../fs/file-system.ts";
import { pathText } from "./item.ts";

/** Problems that are kept; the others are counted. */
const MOST_KEPT = 10_000;

/** What a user should know of an extraction. */
export class Problems {
  readonly list: ExtractProblem[] = [];
  count = 0;

  add(path: readonly StoredName[], kind: ExtractProblem["kind"], words: string): void {
    this.#add(pathText(path) || "/", kind, words);
  }

  /** Lists what the file system says of itself: a folder that it can't read gives no entry, and so no problem of one. */
  addOf(fs: FileSystem): void {
    for (const { code, severity, message } of fs.problems())
      if (severity === "error" || code === MORE_PROBLEMS) this.#add("/", "unreadable", message);
      else if (severity === "warning") this.#add("/", "limited", message);
  }

  #add(path: string, kind: ExtractProblem["kind"], words: string): void {
    this.count += 1;
    if (this.list.length < MOST_KEPT) this.list.push({ path, kind, words });
  }
}
