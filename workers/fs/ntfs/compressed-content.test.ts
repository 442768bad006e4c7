import { describe, expect, it } from "vitest";
import { MemoryStore } from "../../store/memory-store.ts";
import { CompressedContent } from "./compressed-content.ts";
import type { Run } from "./runs.ts";

const CLUSTER = 512;
const UNIT = 16 * CLUSTER;

/** A value on a volume of 64 clusters, with some bytes at its cluster 4. */
function valueOf(runs: readonly Run[], size: number, bytes: Uint8Array = new Uint8Array(), given = -1) {
  const volume = new Uint8Array(64 * CLUSTER).fill(0x41);
  volume.set(bytes, 4 * CLUSTER);
  const value = { runs, clusterSize: CLUSTER, size, initialized: size, compressionUnit: 4 };
  const stillFree = (lcn: number, most: number) =>
    lcn === given
      ? { isFree: false, count: 1 }
      : { isFree: true, count: given > lcn ? Math.min(most, given - lcn) : most };
  return new CompressedContent(new MemoryStore(volume), given < 0 ? value : { ...value, stillFree });
}

const kinds = (content: CompressedContent) =>
  [...content.extents(0, content.size)].map(({ offset, length, source }) => [offset, length, source.kind]);

describe("what no run speaks of goes by in one step", () => {
  it("in a value without runs", () => {
    expect(kinds(valueOf([], 2 ** 46))).toEqual([[0, 2 ** 46, "unreadable"]]);
  });

  it("before a run far behind", () => {
    const vcn = 2 ** 36;
    const found = kinds(valueOf([{ vcn, lcn: 4, count: 16 }], vcn * CLUSTER + UNIT));
    expect(found).toEqual([
      [0, vcn * CLUSTER, "unreadable"],
      [vcn * CLUSTER, UNIT, "volume"],
    ]);
  });
});

describe("a unit in which runs end", () => {
  /** "abcabc…" of 100 bytes as a chunk: three letters, and a pair that goes back by three. */
  const chunk = Uint8Array.of(0x05, 0xb0, 0x08, 0x61, 0x62, 0x63, 0x5e, 0x20);
  const text = "abc".repeat(40).slice(0, 97);
  const short = [{ vcn: 0, lcn: 4, count: 1 }];

  it("is lost where the value goes on behind it, and so is one with a gap", () => {
    expect(kinds(valueOf(short, 2 * UNIT, chunk))).toEqual([
      [0, UNIT, "unreadable"],
      [UNIT, UNIT, "unreadable"],
    ]);
    const gap = [...short, { vcn: 15, lcn: 9, count: 1 }];
    expect(kinds(valueOf(gap, UNIT, chunk))).toEqual([[0, UNIT, "unreadable"]]);
  });

  it("is packed where the last one leaves out its hole", () => {
    const content = valueOf(short, text.length, chunk);
    expect(kinds(content)).toEqual([[0, text.length, "packed"]]);
    const bytes = new Uint8Array(text.length);
    content.read(0, bytes);
    expect(new TextDecoder().decode(bytes)).toBe(text);
  });

  it("is stored where the last one has no chunks and reaches to the end of the value", () => {
    expect(kinds(valueOf(short, 300))).toEqual([[0, 300, "volume"]]);
  });

  it("is lost where it does not reach to the end, and is no chunks", () => {
    expect(kinds(valueOf(short, 2000))).toEqual([[0, 2000, "unreadable"]]);
    expect(kinds(valueOf(short, 2 * 4096, chunk))).toEqual([[0, UNIT, "unreadable"]]);
  });

  it("is packed where the hole is there, as ever", () => {
    const whole = [...short, { vcn: 1, lcn: null, count: 15 }];
    expect(kinds(valueOf(whole, 97, chunk))).toEqual([[0, 97, "packed"]]);
  });
});

it("a packed unit of a deleted file is lost with one of its clusters, a stored one is not", () => {
  const packed = [
    { vcn: 0, lcn: 4, count: 3 },
    { vcn: 3, lcn: null, count: 13 },
  ];
  const none = new Uint8Array();
  expect(kinds(valueOf(packed, UNIT, none, 6))).toEqual([[0, UNIT, "unreadable"]]);
  expect(kinds(valueOf(packed, UNIT, none, 7))).toEqual([[0, UNIT, "packed"]]);
  expect(kinds(valueOf([{ vcn: 0, lcn: 4, count: 16 }], UNIT, none, 5))).toEqual([
    [0, CLUSTER, "volume"],
    [CLUSTER, CLUSTER, "unreadable"],
    [2 * CLUSTER, UNIT - 2 * CLUSTER, "volume"],
  ]);
});
