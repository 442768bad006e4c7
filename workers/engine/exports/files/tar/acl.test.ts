import { expect, it } from "vitest";
import { accessListRecord, isAccessList } from "./acl.ts";

const hexToBytes = (hex: string) => new Uint8Array(Buffer.from(hex.replaceAll(" ", ""), "hex"));

const name = "system.posix_acl_access";
const NONE = "ffffffff";
const PROGRAM = `02000000 01000700${NONE} 02000500e8030000 04000500${NONE} 10000700${NONE} 20000000${NONE}`;
const TEXT = "user::rwx,user:1000:r-x,group::r-x,mask::rwx,other::---";
const converted = (hex: string) => accessListRecord({ name, value: hexToBytes(hex) })?.value ?? null;

it("writes the access list of ext as text", () => {
  const ext = "01000000 01000700 02000500e8030000 04000500 10000700 20000000";
  expect(converted(ext)).toBe(TEXT);
});

it("writes the access list of XFS as text", () => {
  const entries = [
    ["00000001", "00000000", "0007"],
    ["00000002", "000003e8", "0005"],
    ["00000004", "00000000", "0005"],
    ["00000010", "00000000", "0007"],
    ["00000020", "00000000", "0000"],
  ];
  const xfs = `00000005${entries.map((each) => `${each.join("")}0000`).join("")}`;
  expect(converted(xfs)).toBe(TEXT);
});

it("writes an access list as programs see it, and knows what is none", () => {
  expect(converted(PROGRAM)).toBe(TEXT);
  const value = hexToBytes(`02000000 08000300 4d000000`);
  expect(accessListRecord({ name: "system.posix_acl_default", value })).toEqual({
    key: "SCHILY.acl.default",
    value: "group:77:-wx",
  });
  expect([name, "user.note"].map((each) => isAccessList({ name: each, value }))).toEqual([true, false]);
});

it("gives no damaged access list", () => {
  for (const hex of [
    "",
    "01000000 020005",
    "01000000 02000500",
    "00000005 00000001",
    "02000000 01000700",
    "02000000",
    "01000000 03000500",
  ])
    expect([hex, converted(hex)]).toEqual([hex, null]);
});
