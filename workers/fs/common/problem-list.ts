import { countText } from "../../shared/text.ts";
import type { FsProblem, NodeId, VolumeRun } from "../file-system.ts";

/** Problems that are kept; the others are counted. */
const MOST = 200;

/** Problems of a file system. The same problem at the same place is kept once, as work that was interrupted begins again. */
export class ProblemList {
  readonly #items = new Map<string, FsProblem>();
  readonly #left = new Set<string>();

  add(
    code: string,
    severity: FsProblem["severity"],
    message: string,
    place: { readonly run?: VolumeRun | null; readonly node?: NodeId | null } = {},
  ): void {
    const { run = null, node = null } = place;
    const key = `${code} ${run?.offset ?? ""} ${node ?? ""}`;
    if (this.#items.has(key)) return;
    if (this.#items.size < MOST) this.#items.set(key, { code, severity, message, run, node });
    else if (this.#left.size < MOST * MOST) this.#left.add(key);
  }

  /** The problems in the order that they were found in; the last one counts those that are left out. */
  all(): readonly FsProblem[] {
    const items = [...this.#items.values()];
    if (this.#left.size === 0) return items;
    const message = `${countText(this.#left.size, "more problem is", "more problems are")} left out.`;
    return [...items, { code: "more-problems", severity: "info", message, run: null, node: null }];
  }
}
