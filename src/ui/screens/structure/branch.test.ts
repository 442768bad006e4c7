import { describe, expect, it } from "vitest";
import { branch, closeChild, openBelow, openChild, placeOfRow, rowCount, rowOfChild } from "./branch.ts";

/** Five roots; the second has three children, the third of those two. */
function tree() {
  const root = branch(null, 0, 0, 5);
  const second = branch("b", 1, 1, 3);
  const inner = branch("b2", 2, 2, 2);
  openChild(second, inner);
  openChild(root, second);
  return { root, second, inner };
}

describe("branch", () => {
  it("counts the rows of what is open", () => {
    const { root, second } = tree();
    expect(rowCount(root)).toBe(10);
    expect(rowCount(second)).toBe(5);
    closeChild(second, "b2");
    expect(rowCount(root)).toBe(8);
  });

  it("finds the place of each row, and the row of each place", () => {
    const { root } = tree();
    const told = Array.from({ length: 11 }, (_, row) => {
      const place = placeOfRow(root, row);
      return place === null ? null : `${place.branch.id ?? "root"} ${place.index}`;
    });
    expect(told).toEqual([
      "root 0",
      "root 1",
      "b 0",
      "b 1",
      "b 2",
      "b2 0",
      "b2 1",
      "root 2",
      "root 3",
      "root 4",
      null,
    ]);
    expect(rowOfChild(root, 1)).toBe(1);
    expect(rowOfChild(root, 2)).toBe(7);
  });

  it("finds rows in a BAT of 131,072 pages without walking them", () => {
    const root = branch("bat", 1, 0, 131072);
    openChild(root, branch("bat/page/131071", 2, 131071, 512));
    openChild(root, branch("bat/page/7", 2, 7, 512));
    expect(rowCount(root)).toBe(131072 + 1024);
    expect(placeOfRow(root, 8 + 511)).toEqual({ branch: root.open[0], index: 511 });
    expect(placeOfRow(root, 8 + 512)).toEqual({ branch: root, index: 8 });
    expect(placeOfRow(root, rowCount(root) - 1)?.index).toBe(511);
    expect(rowOfChild(root, 131071)).toBe(131071 + 512);
  });

  it("lists open branches with parents first, and opens a node once", () => {
    const { root, second } = tree();
    openChild(root, second);
    openChild(root, branch("a", 1, 0, 1));
    expect(openBelow(root).map((each) => each.id)).toEqual(["a", "b", "b2"]);
  });
});
