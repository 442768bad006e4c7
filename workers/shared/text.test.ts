import { expect, it } from "vitest";
import { EIB, GIB, KIB, MIB, TIB } from "./numbers.ts";
import { bytesToHex, countText, hexText, numberText, offsetText, sizeText } from "./text.ts";

it("writes bytes as hex digits", () => {
  expect(bytesToHex(Uint8Array.of(0, 1, 0xab, 0xff))).toBe("0001abff");
  expect(hexText(0x1d0_0006n)).toBe("0x1d00006");
  expect(hexText(7, 8)).toBe("0x00000007");
});

it.for<[number, string]>([
  [0, "0 bytes"],
  [1, "1 byte"],
  [1023, "1023 bytes"],
  [KIB, "1 KiB"],
  [1536 * KIB, "1.50 MiB"],
  [1536 * MIB, "1.50 GiB"],
  [GIB, "1 GiB"],
  [64 * TIB, "64 TiB"],
  // Rounding must not make a size that is a little less look like the next unit.
  [MIB - 1, "1023.99 KiB"],
  [4_313_220_907, "4.01 GiB"],
  [64 * TIB - 512, "63.99 TiB"],
  [2 ** 51, "2 PiB"],
  [2 ** 53 - 1, "7.99 PiB"],
])("%d bytes are %s", ([bytes, text]) => {
  expect(sizeText(bytes)).toBe(text);
});

it("says an offset in MiB where it is whole", () => {
  expect(offsetText(0)).toBe("0x0");
  expect(offsetText(3 * MIB)).toBe("3 MiB");
  expect(offsetText(3 * MIB + 1)).toBe("0x300001");
});

it("counts in words", () => {
  expect(countText(1, "entry", "entries")).toBe("1 entry");
  expect(countText(0, "entry", "entries")).toBe("0 entries");
  expect(countText(12345, "block")).toBe("12,345 blocks");
});

it("reads decimal strings and bigints, of more than 64 bits too", () => {
  expect(sizeText("18446744073709551616")).toBe("16 EiB");
  expect(sizeText(2n ** 63n)).toBe(sizeText(8 * EIB));
  expect(numberText("18446744073709551615")).toBe("18,446,744,073,709,551,615");
});
