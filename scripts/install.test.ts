import { describe, expect, it } from "vitest";
import { isStale, whyNotHere } from "./install.mjs";

const react = { version: "19.3.1", integrity: "sha512-a" };

describe("isStale", () => {
  it("is content with what the lock asks for", () => {
    expect(isStale({ "": { version: "0.1.0" }, react }, { react })).toBe(false);
  });
  it("does not miss an optional package of another system", () => {
    expect(isStale({ react, win: { version: "1.0.0", optional: true } }, { react })).toBe(false);
  });
  it.each([
    ["a missing package", {}],
    ["another version", { react: { ...react, version: "19.3.0" } }],
    ["other contents", { react: { ...react, integrity: "sha512-b" } }],
    ["a package too many", { react, left: { version: "1.0.0" } }],
  ])("sees %s", (_what, installed) => {
    expect(isStale({ react }, installed)).toBe(true);
  });
});

describe("whyNotHere", () => {
  it.each(["/home/ann/C#/platter", "/srv/what?/platter"])("refuses %s with a sentence", (folder) => {
    expect(whyNotHere(folder)).toMatch(/^Platter can't be built in .*Rename the folder, or move it\.$/);
  });
  it.each(["/home/ann/platter", "/srv/100%/my platter", "/srv/a%20b/platter"])("builds in %s", (folder) => {
    expect(whyNotHere(folder)).toBeNull();
  });
});
