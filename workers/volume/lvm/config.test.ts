import fc from "fast-check";
import { expect, it } from "vitest";
import { parseConfig, sectionOf } from "./config.ts";

it("reads sections, lists, numbers and comments", () => {
  const config = parseConfig(`
    # a comment
    version = 1
    vg-0.a {
      status = ["READ", "WRITE"] flags = []
      host = "a \\"quoted\\" name" # another
      deeper { count = 12 }
    }`);
  expect(config?.get("version")).toBe(1);
  const group = sectionOf(config, "vg-0.a");
  expect(group.get("status")).toEqual(["READ", "WRITE"]);
  expect(group.get("flags")).toEqual([]);
  expect(group.get("host")).toBe('a "quoted" name');
  expect(sectionOf(group, "deeper").get("count")).toBe(12);
});

it("ends at any text", () => {
  const pieces = fc.constantFrom("a", "{", "}", "[", "]", "=", ",", '"x"', "1", " ", "\n", "#", '"', "\\");
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 60 }), (parts) => {
      const config = parseConfig(parts.join(""));
      expect(config === null || config instanceof Map).toBe(true);
    }),
    { numRuns: 500 },
  );
  expect(parseConfig("a {".repeat(10_000))).toBeNull();
});
