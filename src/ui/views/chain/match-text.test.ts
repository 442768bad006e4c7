import { expect, it } from "vitest";
import { chainParent } from "../../../actions/files/chain.fixture.ts";
import { matchText, missingTitle } from "./match-text.ts";

const none = { linkage: false, linkage2: false, names: [], diskId: false };

it.each([
  [{ ...none, linkage: true, diskId: true }, "parent_linkage matches", "ok"],
  [{ ...none, linkage2: true }, "parent_linkage2 matches: merge in progress", "warning"],
  [{ ...none, names: ["relative_path"], diskId: true }, "name matches only", "invalid"],
  [{ ...none, diskId: true }, "mismatch, but the same disk ID", "invalid"],
  [none, "mismatch", "invalid"],
] as const)("says how a file fits: %o", (match, text, tone) => {
  expect(matchText(match)).toEqual({ text, tone });
});

it.each([
  [chainParent(), "Missing: base.vhdx"],
  [chainParent({ name: null }), "Missing: a parent without a name"],
  [chainParent({ unlinked: true }), "Parent unlinked: base.vhdx"],
])("says why there is no parent", (parent, title) => {
  expect(missingTitle(parent)).toBe(title);
});
