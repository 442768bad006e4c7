import { expect, it } from "vitest";
import { CAUSES } from "../../shared/finding-groups.ts";
import { CATALOGUE } from "./catalogue.ts";

it("names only codes of the catalogue as those of a cause, each once", () => {
  const codes = CAUSES.flatMap((cause) => cause.codes);
  expect(codes.filter((code) => !Object.hasOwn(CATALOGUE, code))).toEqual([]);
  expect(new Set(codes).size).toBe(codes.length);
  // A cause must not be mistaken for a code.
  for (const { name } of CAUSES) expect(CATALOGUE).not.toHaveProperty(name);
});
