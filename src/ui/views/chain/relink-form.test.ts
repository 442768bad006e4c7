import { expect, it } from "vitest";
import { chainParent } from "../../../actions/files/chain.fixture.ts";
import { placeOf, RELATIVE } from "./child-paths.ts";
import { relinkChange, relinkForm } from "./relink-form.ts";

const before = relinkForm(chainParent());

it("is no change while all is as it was", () => {
  expect(relinkChange(before, before)).toBeNull();
});

it("names only what was changed, and removes an emptied path", () => {
  const paths = { ...before.paths, relative_path: " ", absolute_win32_path: "D:\\base.vhdx" };
  expect(relinkChange(before, { ...before, paths })).toEqual({
    linkage: null,
    paths: { relative_path: null, absolute_win32_path: "D:\\base.vhdx" },
    dropLinkage2: false,
  });
});

it("sets a new linkage, and removes parent_linkage2", () => {
  const linkage = "22222222-2222-2222-2222-222222222222";
  expect(relinkChange(before, { ...before, linkage, dropLinkage2: true })).toEqual({
    linkage,
    paths: {},
    dropLinkage2: true,
  });
});

it("knows the usual places of a parent by the path", () => {
  expect(placeOf(RELATIVE.beside("base.vhdx"), "base.vhdx")).toBe("beside");
  expect(placeOf(RELATIVE.above("base.vhdx"), "base.vhdx")).toBe("above");
  expect(placeOf(".\\old.vhdx", "base.vhdx")).toBe("other");
});
