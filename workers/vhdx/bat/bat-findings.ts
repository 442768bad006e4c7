import type { Finding } from "../../api/index.ts";
import { countText } from "../../shared/text.ts";
import type { Bat } from "./bat.ts";
import { type FindingCode, FindingList } from "../findings/index.ts";
import { BAT_ENTRY_SIZE } from "../../shared/geometry.ts";
import { nodeId } from "../../shared/node-id.ts";

/** Findings about BAT entries, the first of each kind: a disk with millions of broken entries is told in a number. */
export class BatFindings {
  readonly #bat: Bat;
  readonly #kept: number;
  readonly #list = new FindingList();
  readonly #counts = new Map<FindingCode, number>();

  /** @param kept findings kept for each code. */
  constructor(bat: Bat, kept: number) {
    this.#bat = bat;
    this.#kept = kept;
  }

  /** The same findings, to which others can be added without a change to these. */
  copy(): BatFindings {
    const copy = new BatFindings(this.#bat, this.#kept);
    for (const each of this.#list.items) copy.#list.items.push(each);
    for (const [code, count] of this.#counts) copy.#counts.set(code, count);
    return copy;
  }

  /** Those that are kept. */
  get items(): readonly Finding[] {
    return this.#list.items;
  }

  /** How many entries each code was found in, those too that no finding is kept of. */
  get counts(): ReadonlyMap<FindingCode, number> {
    return this.#counts;
  }

  /** @param other index of the second entry of a pair. */
  add(code: FindingCode, index: number, message: string, other?: number): void {
    const count = (this.#counts.get(code) ?? 0) + 1;
    this.#counts.set(code, count);
    if (count > this.#kept) return;
    this.#list.add(code, message, {
      structure: "BAT",
      offset: this.#bat.offset + index * BAT_ENTRY_SIZE,
      node: nodeId("bat/entry", index),
      batIndex: index,
      ...(other === undefined ? {} : { other }),
    });
  }

  /** Hands the findings on, and says how many of each code are not among them. */
  report(findings: FindingList): void {
    for (const each of this.#list.items) findings.items.push(each);
    for (const [code, count] of this.#counts) {
      if (count <= this.#kept) continue;
      const message = `${countText(count - this.#kept, "more entry", "more entries")} with ${code}.`;
      findings.add("bat-findings-omitted", message, {
        structure: "BAT",
        offset: this.#bat.offset,
        node: nodeId("bat"),
        part: code,
      });
    }
  }
}
