import { expect, it } from "vitest";
import { plainFile } from "./chosen-file.ts";
import { siftDisks } from "./folder.ts";
import { inRounds } from "./rounds.ts";

const file = (name: string) => plainFile(new File([], name));
const names = (files: readonly { readonly name: string }[]) => files.map(({ name }) => name);

it("takes what is called like a disk out of a checkpoint's folder, and counts the rest", () => {
  const { disks, others } = siftDisks(["a.vhdx", "a_1.AVHDX", "vm.vmcx", "a.vhdx.txt"].map(file));
  expect(names(disks)).toEqual(["a.vhdx", "a_1.AVHDX"]);
  expect(others).toBe(2);
});

it("opens files of one name in rounds, for failures are told by name", () => {
  const rounds = inRounds(["a", "b", "a", "c", "a", "b"].map(file));
  expect(rounds.map(names)).toEqual([["a", "b", "c"], ["a", "b"], ["a"]]);
});
