import { expect, it } from "vitest";
import type { Finding, Severity } from "../api/index.ts";
import { groupByCause } from "./finding-groups.ts";

const finding = (code: string, severity: Severity, nth = 0): Finding => ({
  id: `${code}:bat/entry/${nth}`,
  code,
  severity,
  structure: "BAT",
  offset: null,
  message: `${code} ${nth}.`,
  spec: null,
  node: null,
});

it("makes one group of many findings of one code", () => {
  const many = Array.from({ length: 900 }, (_, nth) => finding("metadata-user-item", "info", nth));
  const [group, ...others] = groupByCause(many);
  expect(others).toEqual([]);
  expect(group).toMatchObject({ cause: "metadata-user-item", severity: "info", findings: many });
  expect(group?.message).toBe("metadata-user-item 0. The same in 899 more places.");
});

it("makes one group of all that a cut-off file causes, as severe as the worst of them", () => {
  const found = [
    finding("bat-beyond-file", "error", 1),
    finding("bat-beyond-file", "error", 2),
    finding("bat-reserved-bits", "error"),
    finding("file-data-missing", "warning"),
  ];
  const groups = groupByCause(found);
  expect(groups.map(({ cause, findings }) => [cause, findings.length])).toEqual([
    ["past-end-of-file", 3],
    ["bat-reserved-bits", 1],
  ]);
  expect(groups[0]?.message).toMatch(/past its end.* 3 findings\.$/);
});

it("says of a single finding what the finding says", () => {
  const [group] = groupByCause([finding("log-beyond-file", "error")]);
  expect(group).toMatchObject({ cause: "log-beyond-file", message: "log-beyond-file 0." });
  expect(groupByCause([])).toEqual([]);
});

it("loses no finding and repeats none", () => {
  const found = [
    "a",
    "bat-beyond-file",
    "no-valid-header",
    "a",
    "identifier-damaged",
    "bat-block-cut-off",
  ].map((code, nth) => finding(code, "error", nth));
  const listed = groupByCause(found).flatMap(({ findings }) => findings);
  expect(new Set(listed)).toEqual(new Set(found));
  expect(listed).toHaveLength(found.length);
});
