import { expect, it } from "vitest";
import { folderOf } from "./folder-of.ts";

it.each([
  ["C:\\VMs", "C:\\VMs"],
  [" D:\\VM's ", "D:\\VM's"],
  ["C:\\VMs\\disk.vhdx", "C:\\VMs"],
  ['"C:\\VMs\\DISK.VHDX"', "C:\\VMs"],
  ["'/vm/disk.vhdx'", "/vm"],
  ["/vm/other-disk.vhdx", "/vm/other-disk.vhdx"],
  ["/disk.vhdx", "/"],
  ["", ""],
])("takes %s for the folder %s", (typed, folder) => {
  expect(folderOf(typed, "disk.vhdx")).toBe(folder);
});
