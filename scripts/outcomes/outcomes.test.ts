import { describe, expect, it } from "vitest";
import { requireTool } from "../../e2e/support/needs.ts";
import { GROUPS, NEED_CASES } from "./groups.ts";
import { outcomeOf } from "./outcome.ts";
import { readRecorded, recordedGroups } from "./recorded.ts";

/** Of how many entries of a group the quick run looks at one; `wide.test` looks at all. */
const EVERY: Readonly<Record<string, number>> = {
  "broken-rules": 25,
  "near-misses": 25,
  damaged: 12,
  made: 10,
  chains: 7,
  cases: 13,
  wrecks: 19,
  foreign: 5,
  mutants: 22,
  "mutants-used": 16,
  sessions: 4,
  replays: 1,
  creations: 1,
};

/** Each of these takes seconds. */
const ONLY_WIDE: ReadonlySet<string> = new Set(["file-systems"]);

describe("what the engine concludes", () => {
  it.for(Object.entries(EVERY))("of %s is what was recorded, one of %i", async ([group, every], test) => {
    if (NEED_CASES.has(group)) requireTool(test, "cases");
    const recorded = readRecorded(group);
    for (const [nth, entry] of (GROUPS[group] ?? []).entries()) {
      if (nth % every !== every - 1) continue;
      // GUIDs are counted, so one after the other.
      // oxlint-disable-next-line no-await-in-loop
      expect([entry.name, await outcomeOf(entry)]).toEqual([entry.name, recorded.get(entry.name)]);
    }
  });

  it("is recorded of each entry, and of nothing else", () => {
    expect(Object.keys(EVERY)).toEqual(Object.keys(GROUPS).filter((group) => !ONLY_WIDE.has(group)));
    expect(recordedGroups().toSorted()).toEqual(Object.keys(GROUPS).toSorted());
    for (const [group, entries] of Object.entries(GROUPS))
      expect([...readRecorded(group).keys()]).toEqual(entries.map(({ name }) => name));
  });
});
