import { expect, it } from "vitest";
import { hitsText, nextHit } from "./next-hit.ts";

it("goes on from the cursor, and round at the ends", () => {
  const hits = [10, 20, 30];
  expect(nextHit(hits, 10, "forward")).toEqual({ offset: 20, wrapped: false });
  expect(nextHit(hits, 15, "backward")).toEqual({ offset: 10, wrapped: false });
  expect(nextHit(hits, 30, "forward")).toEqual({ offset: 10, wrapped: true });
  expect(nextHit(hits, 10, "backward")).toEqual({ offset: 30, wrapped: true });
  expect(nextHit([], 10, "forward")).toBeNull();
});

it("says where among the hits the cursor stands", () => {
  expect(hitsText([10, 20], true, 20)).toBe("2 of 2");
  expect(hitsText([10, 20], true, 15)).toBe("2 found");
  expect(hitsText([10, 20], false, 15)).toBe("More than 2 found");
  expect(hitsText([10, 20], false, 10)).toBe("1 of more than 2");
  expect(hitsText([], true, 10)).toBe("Not found");
});
