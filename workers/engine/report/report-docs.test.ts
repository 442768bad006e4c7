import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { sampleReport } from "../../testing/engine/sample-report.ts";

const docs = readFileSync(new URL("../../../docs/report.md", import.meta.url), "utf8");

/** Names of all keys at any depth, but for those that the image chooses. */
function keys(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(keys);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === "byState" || key === "parent"
      ? [key]
      : [key, ...keys(key === "rules" ? Object.values(inner as object) : inner)],
  );
}

describe("docs/report.md", () => {
  it("names every key of the report", () => {
    const missing = keys(sampleReport()).filter((key) => !new RegExp(`\\b${key}\\b`).test(docs));
    expect(missing).toEqual([]);
  });
});
