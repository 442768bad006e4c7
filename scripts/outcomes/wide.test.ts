import { describe, expect, it, vi } from "vitest";
import { requireTool } from "../../e2e/support/needs.ts";
import { GROUPS, NEED_CASES } from "./groups.ts";
import { outcomeOf } from "./outcome.ts";
import { readRecorded } from "./recorded.ts";

vi.setConfig({ testTimeout: 600_000 });

describe("what the engine concludes", () => {
  it.for(Object.keys(GROUPS))("of all %s is what was recorded", async (group, test) => {
    if (NEED_CASES.has(group)) requireTool(test, "cases");
    const recorded = readRecorded(group);
    for (const entry of GROUPS[group] ?? [])
      // GUIDs are counted, so one after the other.
      // oxlint-disable-next-line no-await-in-loop
      expect([entry.name, await outcomeOf(entry)]).toEqual([entry.name, recorded.get(entry.name)]);
  });
});
