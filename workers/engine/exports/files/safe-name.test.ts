import { expect, it } from "vitest";
import { plainName, TakenNames } from "./safe-name.ts";

it("makes a name of one that shows nothing", () => {
  expect(plainName({ text: "", bytes: new Uint8Array([0xef, 0xbb, 0xbf]) }).text).toBe("_");
});

it("numbers names that are taken, each number once", () => {
  const names = new TakenNames({ windows: false, caseless: true });
  expect(["a.txt", "A.TXT", "a (3).txt", "a.txt"].map((each) => names.take(each))).toEqual([
    "a.txt",
    "A (2).TXT",
    "a (3).txt",
    "a (4).txt",
  ]);
});

it("takes one name many times", () => {
  const names = new TakenNames({ windows: false, caseless: false });
  let last = "";
  for (let nth = 1; nth <= 50_000; nth++) last = names.take("a");
  expect(last).toBe("a (50000)");
});
