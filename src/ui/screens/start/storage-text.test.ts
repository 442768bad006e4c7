import { expect, it } from "vitest";
import { storageText } from "./storage-text.ts";

const MIB = 2 ** 20;

it.each([
  [12 * MIB, 10 * 1024 * MIB, "12 MiB of 10 GiB used"],
  [0, 10 * 1024 * MIB, "0 bytes of 10 GiB used"],
  [12 * MIB, null, "12 MiB used"],
  [null, 10 * 1024 * MIB, "room for 10 GiB"],
  [null, null, ""],
])("tells used and available storage: %s of %s", (usage, quota, text) => {
  expect(storageText({ usage, quota })).toBe(text);
});
