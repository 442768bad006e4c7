import { describe, expect, it } from "vitest";
import type { ParentLocator } from "../metadata/parent-locator.ts";
import { type ChainFile, DEEPEST_CHAIN, orderChains } from "./order.ts";

function locator(linkage: string | null, linkage2: string | null, name: string | null): ParentLocator {
  const values: Record<string, string> = name === null ? {} : { relative_path: `..\\disks\\${name}` };
  return { entries: [], values, linkage, linkage2, paths: Object.values(values) };
}

const file = (name: string, guid: string, parent: ParentLocator | null = null): ChainFile => ({
  name,
  size: 1,
  fileWriteGuid: `file-${name}`,
  dataWriteGuid: guid,
  diskId: "disk",
  facts: { type: parent === null ? "dynamic" : "differencing", parent, diskId: "disk" },
});

/** Each file's parent by name, or why it has none. */
function parents(files: readonly ChainFile[], decisions?: ReadonlyMap<ChainFile, ChainFile | null>) {
  const choices = orderChains(files, decisions);
  return Object.fromEntries(
    files.map((each) => {
      const choice = choices.get(each);
      return [each.name, choice?.refusal ?? choice?.parent?.name ?? null];
    }),
  );
}

describe("orderChains", () => {
  it("finds parents by GUID in any order, several children of one base too", () => {
    const base = file("base.vhdx", "a");
    const middle = file("middle.avhdx", "b", locator("a", null, "moved.vhdx"));
    const top = file("top.avhdx", "c", locator("b", null, "middle.avhdx"));
    const other = file("other.avhdx", "d", locator("a", null, "base.vhdx"));
    expect(parents([top, other, base, middle])).toEqual({
      "top.avhdx": "middle.avhdx",
      "other.avhdx": "base.vhdx",
      "base.vhdx": null,
      "middle.avhdx": "base.vhdx",
    });
  });

  it("prefers parent_linkage to parent_linkage2, that to a name, and of equals the one with the name", () => {
    const child = file("child", "z", locator("a", "b", "base.vhdx"));
    const named = file("BASE.vhdx", "x");
    const second = file("second", "b");
    const copy = file("copy", "a");
    const right = file("base.vhdx", "a");
    const of = (...files: ChainFile[]) => {
      const choice = orderChains([child, ...files]).get(child);
      return [choice?.parent?.name, choice?.chosen];
    };
    expect(of(named)).toEqual(["BASE.vhdx", "name"]);
    expect(of(named, second)).toEqual(["second", "match"]);
    expect(of(named, second, copy)).toEqual(["copy", "match"]);
    expect(of(copy, right)).toEqual(["base.vhdx", "match"]);
    // A name with parent_linkage2 does not come up to parent_linkage alone, in either order.
    const namedSecond = file("base.vhdx", "b");
    expect(of(namedSecond, copy)).toEqual(["copy", "match"]);
    expect(of(copy, namedSecond)).toEqual(["copy", "match"]);
    // With the name it is better than without, and than a name alone.
    expect(of(second, namedSecond)).toEqual(["base.vhdx", "match"]);
    expect(of(named, namedSecond)).toEqual(["base.vhdx", "match"]);
    expect(of(file("stranger", "y"))).toEqual([undefined, null]);
  });

  it("takes what the user decides, a parent or none", () => {
    const child = file("child", "z", locator("a", null, "base.vhdx"));
    const base = file("base.vhdx", "a");
    const stranger = file("stranger", "y");
    const files = [child, base, stranger];
    expect(parents(files, new Map([[child, stranger]]))["child"]).toBe("stranger");
    expect(parents(files, new Map([[child, null]]))["child"]).toBeNull();
  });

  it("refuses circles, and leaves what hangs on them without a parent's parent", () => {
    const a = file("a", "ga", locator("gb", null, "b"));
    const b = file("b", "gb", locator("ga", null, "a"));
    const c = file("c", "gc", locator("ga", null, "a"));
    expect(parents([a, b, c])).toEqual({ a: "cycle", b: "cycle", c: "a" });
  });

  it("refuses the file itself and a copy of it where one is picked, and takes neither unasked", () => {
    const child = file("child", "a", locator("a", null, "base.vhdx"));
    const copy = { ...child, name: "copy" };
    expect(parents([child, copy])).toEqual({ child: null, copy: null });
    expect(parents([child], new Map([[child, child]]))).toEqual({ child: "same-file" });
    expect(parents([child, copy], new Map([[child, copy]]))["child"]).toBe("same-file");
  });

  it("refuses the link that would make a chain longer than the deepest", () => {
    const files = [file("0", "g0")];
    for (let nth = 1; nth < DEEPEST_CHAIN + 2; nth++)
      files.push(file(String(nth), `g${nth}`, locator(`g${nth - 1}`, null, null)));
    const found = parents(files.toReversed());
    expect(found[String(DEEPEST_CHAIN - 1)]).toBe(String(DEEPEST_CHAIN - 2));
    expect(found[String(DEEPEST_CHAIN)]).toBe("too-deep");
    expect(found[String(DEEPEST_CHAIN + 1)]).toBe(String(DEEPEST_CHAIN));
  });
});
