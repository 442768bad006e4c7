import type { Finding } from "../api/index.ts";
import { countText } from "../bytes/text.ts";
import type { Bat } from "./bat.ts";
import { type FindingCode, FindingList } from "./findings/index.ts";
import { BAT_ENTRY_SIZE } from "./geometry.ts";

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

  /** Those that are kept. */
  get items(): readonly Finding[] {
    return this.#list.items;
  }

  /** @param other index of the second entry of a pair. */
  add(code: FindingCode, index: number, message: string, other?: number): void {
    this.count(code, 1);
    if ((this.#counts.get(code) ?? 0) > this.#kept) return;
    this.#list.add(code, message, {
      structure: "BAT",
      offset: this.#bat.offset + index * BAT_ENTRY_SIZE,
      node: `bat/entry/${index}`,
      batIndex: index,
      ...(other === undefined ? {} : { other }),
    });
  }

  /** Counts findings that are not kept. */
  count(code: FindingCode, number: number): void {
    this.#counts.set(code, (this.#counts.get(code) ?? 0) + number);
  }

  /** Hands the findings on, and says how many of each code are not among them. */
  report(findings: FindingList): void {
    findings.items.push(...this.#list.items);
    for (const [code, count] of this.#counts) {
      if (count <= this.#kept) continue;
      const message = `${countText(count - this.#kept, "more entry", "more entries")} with ${code}.`;
      findings.add("bat-findings-omitted", message, {
        structure: "BAT",
        offset: this.#bat.offset,
        node: "bat",
      });
    }
  }
}
