import { describe, expect, it, vi } from "vitest";
import { GROUPS } from "./groups.ts";
import { outcomeOf } from "./outcome.ts";
import { readRecorded } from "./recorded.ts";

vi.setConfig({ testTimeout: 600_000 });

describe("what the engine concludes", () => {
  it.each(Object.keys(GROUPS))("of all %s is what was recorded", async (group) => {
    const recorded = readRecorded(group);
    for (const entry of GROUPS[group] ?? [])
      // GUIDs are counted, so one after the other.
      // oxlint-disable-next-line no-await-in-loop
      expect([entry.name, await outcomeOf(entry)]).toEqual([entry.name, recorded.get(entry.name)]);
  });
});
