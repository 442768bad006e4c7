import { expect, it } from "vitest";
import { changelogEntry } from "./changelog.ts";

const CHANGELOG = `# Changelog

## [Unreleased]

## [0.2.0] - 2026-11-30

### Added

- A thing.

## [0.1.0] - 2026-11-23

- The first.

[0.2.0]: https://example.org
`;

it("finds a version's date and text, up to the next version", () => {
  expect(changelogEntry(CHANGELOG, "0.2.0")).toEqual({ date: "2026-11-30", text: "### Added\n\n- A thing." });
  expect(changelogEntry(CHANGELOG.replaceAll("\n", "\r\n"), "0.1.0")).toEqual({
    date: "2026-11-23",
    text: "- The first.",
  });
});

it("refuses a version that is missing, has no date, or about which nothing is said", () => {
  expect(() => changelogEntry(CHANGELOG, "0.2.1")).toThrow('no section "## [0.2.1] - DATE"');
  expect(() => changelogEntry(CHANGELOG, "0.2")).toThrow("no section");
  expect(() => changelogEntry(CHANGELOG, "Unreleased")).toThrow("no date");
  expect(() => changelogEntry("## [1.0.0] - 2026-12-01\n\n### Added\n", "1.0.0")).toThrow(
    "says nothing of 1.0.0",
  );
});
