import { expect, it } from "vitest";
import { describeAction } from "./describe.ts";

it("says what a block was filled with, eight bytes of it at most", () => {
  const fill = (length: number) =>
    describeAction({ kind: "fill", offset: 512, length: 1024, pattern: new Uint8Array(length).fill(0xab) });
  expect(fill(8)).toMatch(/ with abababababababab$/);
  expect(fill(9)).toMatch(/ with abababababababab…$/);
});
