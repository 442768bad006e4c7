import { expect, it } from "vitest";
import { programAttribute } from "./acl.ts";

const hexToBytes = (hex: string) => new Uint8Array(Buffer.from(hex.replaceAll(" ", ""), "hex"));

const name = "system.posix_acl_access";
const NONE = "ffffffff";
/** user::rwx, user:1000:r-x, group::r-x, mask::rwx, other::--- */
const PROGRAM = `02000000 01000700${NONE} 02000500e8030000 04000500${NONE} 10000700${NONE} 20000000${NONE}`;
const converted = (hex: string) => programAttribute({ name, value: hexToBytes(hex) })?.value ?? null;

it("gives the access list of ext as programs see it", () => {
  const ext = "01000000 01000700 02000500e8030000 04000500 10000700 20000000";
  expect(converted(ext)).toEqual(hexToBytes(PROGRAM));
});

it("gives the access list of XFS as programs see it", () => {
  const entries = [
    ["00000001", "00000000", "0007"],
    ["00000002", "000003e8", "0005"],
    ["00000004", "00000000", "0005"],
    ["00000010", "00000000", "0007"],
    ["00000020", "00000000", "0000"],
  ];
  const xfs = `00000005${entries.map((each) => `${each.join("")}0000`).join("")}`;
  expect(converted(xfs)).toEqual(hexToBytes(PROGRAM));
});

it("leaves an access list that is one already, and what is none", () => {
  expect(converted(PROGRAM)).toEqual(hexToBytes(PROGRAM));
  const note = { name: "user.note", value: hexToBytes("01000000") };
  expect(programAttribute(note)).toBe(note);
});

it("gives no damaged access list", () => {
  for (const hex of ["", "01000000 020005", "01000000 02000500", "00000005 00000001", "02000000 01000700"])
    expect([hex, converted(hex)]).toEqual([hex, null]);
});
