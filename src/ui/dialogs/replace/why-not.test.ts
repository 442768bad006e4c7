import { expect, it } from "vitest";
import { whyNotReplace } from "./why-not.ts";

it("replaces files of the user's own that the browser gave a handle of, and says why no others", () => {
  expect(whyNotReplace({ hasHandle: true, inPlace: false })).toBeNull();
  expect(whyNotReplace({ hasHandle: false, inPlace: false })).toMatch(/no way to write/);
  expect(whyNotReplace({ hasHandle: false, inPlace: true })).toMatch(/in place/);
});
