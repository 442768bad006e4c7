import { describe, expect, it } from "vitest";
import { filetimeOf, readings } from "./decode.ts";

const guidAt = (bytes: Uint8Array) => readings(bytes, "little").find(({ name }) => name === "GUID")?.value;

const valueOf = (bytes: readonly number[], name: string, endian: "little" | "big" = "little") =>
  readings(Uint8Array.from(bytes), endian).find((reading) => reading.name === name)?.value;
const alsoOf = (bytes: readonly number[], name: string) =>
  readings(Uint8Array.from(bytes), "little").find((reading) => reading.name === name)?.also;

describe("integers", () => {
  it("reads both byte orders and all 64 bits", () => {
    const bytes = [0xff, 0xee, 0xdd, 0xcc, 0xbb, 0xaa, 0x99, 0x88];
    expect(valueOf(bytes, "u8 / i8")).toBe("255 / -1");
    expect(valueOf(bytes, "u16 / i16")).toBe("61,183 / -4,353");
    expect(valueOf(bytes, "u16 / i16", "big")).toBe("65,518 / -18");
    expect(valueOf(bytes, "u32 / i32")).toBe("3,437,096,703 / -857,870,593");
    expect(valueOf(bytes, "u64 / i64")).toBe("9,843,086,184,167,632,639 / -8,603,657,889,541,918,977");
    expect(alsoOf(bytes, "u64 / i64")).toBe("0x8899aabbccddeeff");
    expect(valueOf(bytes, "u64 / i64", "big")).toBe("18,441,921,395,520,346,504 / -4,822,678,189,205,112");
  });

  it("says nothing where too few bytes are left", () => {
    expect(valueOf([1, 2, 3], "u32 / i32")).toBeNull();
    expect(valueOf([1, 2, 3], "u16 / i16")).toBe("513");
    expect(valueOf([], "u8 / i8")).toBeNull();
  });
});

it("reads floats", () => {
  expect(valueOf([0xcd, 0xcc, 0xcc, 0x3d], "f32")).toBe("0.1");
  expect(valueOf([0, 0, 0, 0, 0, 0, 0xf0, 0x3f], "f64")).toBe("1");
  expect(valueOf([0, 0, 0, 0x80], "f32")).toBe("-0");
  expect(valueOf([0, 0, 0xc0, 0x7f], "f32")).toBe("NaN");
});

it("reads the BAT region's GUID, mixed-endian (MS-VHDX 2.2.3.2)", () => {
  const bytes = Uint8Array.of(
    ...[0x66, 0x77, 0xc2, 0x2d, 0x23, 0xf6, 0x00, 0x42],
    ...[0x9d, 0x64, 0x11, 0x5e, 0x9b, 0xfd, 0x4a, 0x08],
  );
  expect(guidAt(bytes)).toBe("2dc27766-f623-4200-9d64-115e9bfd4a08");
  expect(guidAt(bytes.subarray(1))).toBeNull();
});

describe("times", () => {
  it("reads FILETIME from 1601 on", () => {
    expect(filetimeOf(0n)).toBe("1601-01-01 00:00:00.000 UTC");
    expect(filetimeOf(116_444_736_000_000_000n)).toBe("1970-01-01 00:00:00.000 UTC");
    expect(filetimeOf(2n ** 64n - 1n)).toMatch(/^\+060056-05-28/);
  });

  it("reads Unix seconds", () => {
    expect(valueOf([0x80, 0x43, 0x6d, 0x38], "Unix time")).toBe("2000-01-01 00:00:00.000 UTC");
  });
});

describe("text", () => {
  it("ends where it is no longer printable", () => {
    expect(valueOf([0x68, 0x65, 0x61, 0x64, 0x00, 0x41], "ASCII")).toBe("head");
    expect(valueOf([0x00, 0x41], "ASCII")).toBeNull();
    expect(valueOf([0x51, 0, 0x45, 0, 0, 0, 0x41, 0], "UTF-16LE")).toBe("QE");
    expect(valueOf([0, 0x51, 0, 0x45], "UTF-16BE", "big")).toBe("QE");
  });

  it("survives unpaired surrogates and odd lengths", () => {
    expect(valueOf([0x41, 0x00, 0x00, 0xd8, 0x42], "UTF-16LE")).toBe("A");
  });
});
