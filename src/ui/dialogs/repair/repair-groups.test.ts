import { expect, it } from "vitest";
import type { Fault, Finding, FindingCatalogue, Fix } from "../../../../workers/api/index.ts";
import { repairGroups } from "./repair-groups.ts";

const finding = (code: string, place: number): Finding => ({
  id: `${code}:${place}`,
  code,
  severity: place === 0 ? "error" : "warning",
  structure: "BAT",
  offset: null,
  message: `${code} at ${place}.`,
  spec: null,
  node: null,
});
const fix = (id: string, loss: string | null, recommended = true): Fix => ({
  id,
  title: `Make ${id}`,
  evidence: [],
  loss,
  recommended,
});
const fault = (id: string, findings: readonly Finding[], fixes: readonly Fix[]): Fault => ({
  id,
  findings,
  fixes,
  hopeless: fixes.length === 0 ? "Gone." : null,
});
const rule = { severity: "warning", spec: null, means: "", hyperV: "", qemu: "", fix: null } as const;
const CATALOGUE: FindingCatalogue = { "bat-a": { ...rule, what: "An entry is wrong." } };

it("groups by what is wrong, what the fix does, and whether it loses something", () => {
  const { safe, losing, hopeless } = repairGroups(
    [
      fault("1", [finding("bat-a", 0)], [fix("clear/0", null), fix("drop/0", "All.", false)]),
      fault("2", [finding("bat-a", 1)], [fix("clear/1", null)]),
      fault("3", [finding("bat-a", 2)], [fix("drop/2", "Block 2.")]),
      fault("4", [finding("bat-b", 3)], [fix("drop/3", "Block 3.")]),
      fault("5", [finding("bat-c", 4)], []),
    ],
    CATALOGUE,
  );
  expect(safe).toMatchObject([
    { wrong: "An entry is wrong. In 2 places.", severity: "error", count: 2, hopeless: null },
  ]);
  expect(safe[0]?.fixes.map(({ id }) => id)).toEqual(["clear/0", "clear/1"]);
  // One place is told by its message.
  expect(losing.map(({ wrong, count }) => [wrong, count])).toEqual([
    ["bat-a at 2.", 1],
    ["bat-b at 3.", 1],
  ]);
  expect(hopeless).toMatchObject([{ wrong: "bat-c at 4.", fixes: [], hopeless: "Gone." }]);
});

it("counts a fault by its places, and leaves out what is wrong nowhere", () => {
  const { safe, losing } = repairGroups(
    [
      fault("1", [finding("bat-a", 1), finding("bat-a", 2), finding("bat-a", 3)], [fix("all", null)]),
      fault("tail", [], [fix("cut", "The tail.")]),
    ],
    CATALOGUE,
  );
  expect(safe).toMatchObject([{ wrong: "An entry is wrong. In 3 places.", count: 1 }]);
  expect(losing).toEqual([]);
});
