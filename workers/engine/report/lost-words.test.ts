import { expect, it } from "vitest";
import { GIB, MIB } from "../../shared/numbers.ts";
import { lostSentence, zeroedLines } from "./lost-words.ts";

const range = (offset: number, length: number) => ({ offset, length });

it("says how much is lost, and names the first ranges", () => {
  const two = [range(GIB, GIB), range(3 * GIB, 2 * GIB)];
  expect(lostSentence({ bytes: 3 * GIB, ranges: two }, 10 * GIB)).toBe(
    "Of the disk's 10 GiB, 3 GiB can't be read: from 1 GiB to 2 GiB, from 3 GiB to 5 GiB.",
  );
  const many = Array.from({ length: 5 }, (_, nth) => range(nth * 2 * MIB, MIB));
  expect(lostSentence({ bytes: 5 * MIB, ranges: many }, 10 * GIB)).toBe(
    "Of the disk's 10 GiB, 5 MiB can't be read: from 0 bytes to 1 MiB, from 2 MiB to 3 MiB, from 4 MiB to 5 MiB, and in 2 more ranges.",
  );
  expect(lostSentence({ bytes: MIB, ranges: [range(0, MIB)] }, MIB)).toBe(
    "All of the disk, 1 MiB, can't be read.",
  );
});

it("lists ranges exactly, and those that are too many by number", () => {
  expect(zeroedLines([range(MIB, 1)])).toEqual([
    "Zeros from 1 MiB to 1.00 MiB: 1 byte from byte 1,048,576 on.",
  ]);
  const many = zeroedLines(Array.from({ length: 203 }, (_, nth) => range(nth * 2 * MIB, MIB)));
  expect(many).toHaveLength(201);
  expect(many.at(-1)).toBe("Zeros in 3 more ranges.");
});
