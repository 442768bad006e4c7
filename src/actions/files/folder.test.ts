import { expect, it } from "vitest";
import { plainFile } from "./chosen-file.ts";
import { siftDisks } from "./folder.ts";

const file = (name: string) => plainFile(new File([], name));
const names = (files: readonly { readonly name: string }[]) => files.map(({ name }) => name);

it("takes what is called like a disk, or is one by its first bytes, and counts the rest", async () => {
  const asked: string[] = [];
  const areDisks = async (files: readonly { readonly name: string }[]) => {
    asked.push(...names(files));
    return files.map(({ name }) => name.endsWith(".bak"));
  };
  const all = ["a.vhdx", "base.vhdx.bak", "a_1.AVHDX", "vm.vmcx", "a.vhdx.txt"].map(file);
  const { disks, others } = await siftDisks(all, areDisks);
  expect(names(disks)).toEqual(["a.vhdx", "base.vhdx.bak", "a_1.AVHDX"]);
  expect(others).toBe(2);
  // What is called like a disk is not read before it is opened.
  expect(asked).toEqual(["base.vhdx.bak", "vm.vmcx", "a.vhdx.txt"]);
});
