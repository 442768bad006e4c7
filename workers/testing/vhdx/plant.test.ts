import { describe, expect, it } from "vitest";
import { plant } from "./plant.ts";

const SOURCE = `
/** Flushes: this.store.flush(); this.name(); */
export function* work(this: Worker): Steps {
  this.store.write("// no comment: this.late();", [1, 2]);
  // The entry before its name.
  this.store.flush();
  this.name(); /* and then */
}
`;
const one = (place: string, instead = "") => plant("work.ts", SOURCE, [{ place, instead }]);

describe("a fault is planted", () => {
  it("wherever comments and line breaks stand", () => {
    const planted = one("this.store\n.flush();this.name();", "this.name();");
    expect(planted).toContain("  // The entry before its name.\n  this.name(); /* and then */");
    // Where the comment stands between the two.
    const moved = SOURCE.replace("this.name();\n", "/* another */ this.name(\n);\n");
    expect(plant("work.ts", moved, [{ place: "this.store.flush(); this.name();", instead: "none();" }])).toBe(
      moved.replace(/this\.store\.flush\(\);\s+this\.name\(\);(?= \/\* and)/, "none();"),
    );
  });

  it("with or without the comma that a formatter sets", () => {
    expect(one("[\n1, 2,\n],\n)", "[])")).toContain('this.late();", []);');
  });

  it("one after the other", () => {
    const changes = [
      { place: "this.name();", instead: "this.named();" },
      { place: "this.named();", instead: "" },
    ];
    expect(plant("work.ts", SOURCE, changes)).not.toMatch(/this\.named?\(\);(?= \/\*)/);
  });
});

describe("a fault that can't be planted is an error", () => {
  it.for([
    ["a place that is not there", "this.close();", "0 times"],
    ["a place in a comment alone", "Flushes:", "0 times"],
    ["a place that is there twice", "this.store.", "2 times"],
    ["no place", " ", "times"],
    ["a comment for a place", "// The entry before its name.", "holds no comment"],
  ] as const)("%s", ([, place, message]) => {
    expect(() => one(place)).toThrow(message);
  });

  it("a source that is no TypeScript", () => {
    expect(() => plant("work.ts", "export const = 1;", [{ place: "1", instead: "2" }])).toThrow(
      "can't be parsed",
    );
  });
});
