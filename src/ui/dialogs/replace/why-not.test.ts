import { expect, it } from "vitest";
import { whyNotReplace } from "./why-not.ts";

it("replaces the user's own files if the browser gave a handle, and says why it replaces no others", () => {
  expect(whyNotReplace({ hasHandle: true, inPlace: false })).toBeNull();
  expect(whyNotReplace({ hasHandle: false, inPlace: false })).toMatch(/no way to write/);
  expect(whyNotReplace({ hasHandle: false, inPlace: true })).toMatch(/in place/);
});
