import { expect, it } from "vitest";
import { plainFile } from "./chosen-file.ts";
import { siftDisks } from "./folder.ts";

const file = (name: string) => plainFile(new File([], name));
const names = (files: readonly { readonly name: string }[]) => files.map(({ name }) => name);

it("takes what is called like a disk out of a checkpoint's folder, and counts the rest", () => {
  const { disks, others } = siftDisks(["a.vhdx", "a_1.AVHDX", "vm.vmcx", "a.vhdx.txt"].map(file));
  expect(names(disks)).toEqual(["a.vhdx", "a_1.AVHDX"]);
  expect(others).toBe(2);
});
