import { type Damage, STRUCTURES, type StructureName } from "./damages.ts";
import { type Outcome, OUTCOMES } from "./experiment.ts";

/** Headings of the columns, by what became of a damage. */
const HEADINGS: Readonly<Record<Outcome, string>> = {
  harmless: "changes nothing",
  bytes: "the same bytes again",
  values: "the same values again",
  told: "says that several are possible",
  unseen: "not noticed",
  hopeless: "no fix",
  wrong: "wrong",
};

/** Counts of outcomes by structure. */
export class Counts {
  readonly #counts = new Map<StructureName, Map<Outcome, number>>();

  add({ structure }: Damage, outcome: Outcome): void {
    const row = this.#counts.get(structure) ?? new Map<Outcome, number>();
    this.#counts.set(structure, row.set(outcome, (row.get(outcome) ?? 0) + 1));
  }

  /** The table in Markdown, with a row for all. */
  markdown(): string {
    const rows = STRUCTURES.flatMap((name) => {
      const row = this.#counts.get(name);
      return row === undefined ? [] : [[name, row] as const];
    });
    const all = new Map<Outcome, number>();
    for (const [, row] of rows)
      for (const [outcome, count] of row) all.set(outcome, (all.get(outcome) ?? 0) + count);
    const line = (name: string, row: ReadonlyMap<Outcome, number>): string => {
      const counts = OUTCOMES.map((outcome) => row.get(outcome) ?? 0);
      const tried = counts.reduce((sum, count) => sum + count, 0);
      return `| ${[name, tried, ...counts].join(" | ")} |`;
    };
    const columns = ["a wrong byte in", "tried", ...OUTCOMES.map((outcome) => HEADINGS[outcome])];
    return [
      `| ${columns.join(" | ")} |`,
      `| ${columns.map((_, nth) => (nth === 0 ? "---" : "---:")).join(" | ")} |`,
      ...rows.map(([name, row]) => line(name, row)),
      line("all", all),
    ].join("\n");
  }
}
