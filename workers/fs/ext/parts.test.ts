import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { crc32c, loadCrc32c } from "../../bytes/crc32c.ts";
import { decode, encodeInto } from "../../bytes/struct.ts";
import { SparseBits } from "../common/sparse-bits.ts";
import { crc16, rawCrc32c, seedBytes, u32Bytes } from "./checksums.ts";
import { inodeFrom, timesOf } from "./inode.ts";
import { crc32be } from "./journal/crc32be.ts";
import { folded, storedName } from "./names.ts";
import { deletedRecordsIn, recordsIn } from "./records.ts";
import { extDirectoryEntry } from "./structs/directory.ts";
import { extInode, extInodeExtra } from "./structs/inode.ts";

beforeAll(loadCrc32c);

const text = (value: string) => new TextEncoder().encode(value);

it("a name keeps its byte order mark", () => {
  expect(storedName(new Uint8Array([0xef, 0xbb, 0xbf])).text).toBe("\ufeff");
});

it("folds case as Unicode does, and keeps letters apart that are no case of each other", () => {
  const same = (a: string, b: string) => folded(text(a)) === folded(text(b));
  for (const [a, b] of [
    ["ReadMe.TXT", "README.txt"],
    ["Größe", "GRÖSSE"],
    ["Gro\u0308ße", "grösse"],
    ["ΟΔΟΣ", "οδος"],
    ["\u212a", "k"],
  ] as const)
    expect([a, b, same(a, b)]).toEqual([a, b, true]);
  for (const [a, b] of [
    ["ı", "i"],
    ["a", "ä"],
    ["O", "0"],
  ] as const)
    expect([a, b, same(a, b)]).toEqual([a, b, false]);
});

describe("checksums", () => {
  it("four bytes bring the sum to any seed", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.uint8Array(), (seed, bytes) => {
        expect(rawCrc32c(seedBytes(seed))).toBe(seed);
        const first = rawCrc32c(bytes);
        // Going on from a sum is the sum of both.
        expect(rawCrc32c(seedBytes(first), text("more"))).toBe(rawCrc32c(bytes, text("more")));
      }),
    );
    expect(rawCrc32c(text("123456789"))).toBe(~crc32c(text("123456789")) >>> 0);
  });

  it("have the values of their catalogue for 123456789", () => {
    // CRC-16/MODBUS, and CRC-32/MPEG-2.
    expect(crc16(0xffff, text("123456789"))).toBe(0x4b37);
    expect(crc32be(-1, text("123456789"))).toBe(0x0376e6e7);
    expect(crc32be(crc32be(-1, text("1234")), text("56789"))).toBe(0x0376e6e7);
  });
});

it("an inode read without its table is what the table says", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 256, maxLength: 256 }), (raw) => {
      const low = decode(extInode, raw);
      const extra = decode(extInodeExtra, raw);
      const inode = inodeFrom(raw, 12, 4096, 1024);
      expect(inode).toMatchObject({
        mode: low.mode & 0o7777,
        user: low.userHigh * 65_536 + low.userLow,
        group: low.groupHigh * 65_536 + low.groupLow,
        links: low.links,
        flags: low.flags,
        generation: low.generation,
        deleted: low.deleted,
        attributes: low.attributesHigh * 2 ** 32 + low.attributesLow,
        extraSize: extra.extraSize <= 128 ? extra.extraSize : 0,
      });
      expect(inode.block).toEqual(low.block);
    }),
  );
});

describe("times", () => {
  const inode = (seconds: number, extra: number, extraSize: number) => {
    const raw = new Uint8Array(256);
    encodeInto(extInode, { modified: seconds >>> 0 }, raw);
    encodeInto(extInodeExtra, { modifiedExtra: extra, extraSize }, raw);
    return timesOf(inodeFrom(raw, 12, 0, 1024)).modified;
  };

  it("go on behind 2038 by two bits more, and have nanoseconds", () => {
    // The examples of the kernel's documentation of ext4, "Inode Timestamps".
    expect(inode(0x7fff_ffff, 0, 32)).toBe(0x7fff_ffffn * 1_000_000_000n);
    expect(inode(-0x8000_0000, 1, 32)).toBe(0x8000_0000n * 1_000_000_000n);
    expect(inode(0x7fff_ffff, 3, 32)).toBe(0x3_7fff_ffffn * 1_000_000_000n);
    expect(inode(-1, (999_999_999 << 2) >>> 0, 32)).toBe(-1_000_000_000n + 999_999_999n);
  });

  it("have whole seconds where the inode has no room for more", () => {
    expect(inode(1000, 0xffff_ffff, 4)).toBe(1_000_000_000_000n);
  });
});

describe("records of a folder", () => {
  const RULES = { blockSize: 1024, inodes: 1000, hasKinds: true };
  /** A block with records of these names; the last one reaches to its end. */
  function blockOf(names: readonly string[], lengths: readonly number[]): Uint8Array {
    const bytes = new Uint8Array(1024);
    let at = 0;
    for (const [index, name] of names.entries()) {
      const length = index === names.length - 1 ? 1024 - at : (lengths[index] ?? 12);
      encodeInto(
        extDirectoryEntry,
        { inode: index + 11, length, nameLength: name.length, type: 1 },
        bytes,
        at,
      );
      bytes.set(text(name), at + 8);
      at += length;
    }
    return bytes;
  }
  const namesIn = (bytes: Uint8Array) =>
    [...recordsIn(bytes, 0, RULES)].map(({ name }) => new TextDecoder().decode(name));

  it("come in their order", () => {
    expect(namesIn(blockOf(["a", "bb", "cccc", "ddddd"], [12, 12, 12]))).toEqual([
      "a",
      "bb",
      "cccc",
      "ddddd",
    ]);
  });

  it("behind a damaged one are found", () => {
    const bytes = blockOf(["a", "bb", "cccc", "ddddd"], [12, 12, 12]);
    bytes[12 + 4] = 7;
    expect(namesIn(bytes)).toEqual(["a", "cccc", "ddddd"]);
    const bad: unknown[] = [];
    expect([...recordsIn(bytes, 0, RULES, (run) => bad.push(run))].length).toBe(3);
    expect(bad).toEqual([{ start: 12, end: 24 }]);
  });

  it("with an inode that the file system does not have are damaged", () => {
    const bytes = blockOf(["a", "bb", "cc"], [12, 12]);
    new DataView(bytes.buffer).setUint32(12, 5000, true);
    expect(namesIn(bytes)).toEqual(["a", "cc"]);
  });

  it("in a block of zeros are none, and the block is damaged", () => {
    const bad: unknown[] = [];
    expect([...recordsIn(new Uint8Array(1024), 0, RULES, (run) => bad.push(run))]).toEqual([]);
    expect(bad).toEqual([{ start: 0, end: 1024 }]);
  });

  it("that were deleted are in the slack of others", () => {
    const bytes = blockOf(["a", "gone", "last"], [12, 12]);
    // Deleting a record makes the one before it longer.
    new DataView(bytes.buffer).setUint16(4, 24, true);
    expect(namesIn(bytes)).toEqual(["a", "last"]);
    expect([...deletedRecordsIn(bytes, RULES)].map(({ name }) => new TextDecoder().decode(name))).toEqual([
      "gone",
    ]);
  });

  it("of any bytes end", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 0, maxLength: 1024 }), (bytes) => {
        let last = -1;
        for (const { at } of recordsIn(bytes, 0, RULES)) {
          expect(at).toBeGreaterThan(last);
          last = at;
        }
        expect([...deletedRecordsIn(bytes, RULES)].length).toBeLessThan(1024);
      }),
    );
  });
});

it("a sparse set holds what was added", () => {
  fc.assert(
    fc.property(fc.array(fc.maxSafeNat()), fc.maxSafeNat(), (values, other) => {
      const bits = new SparseBits();
      const set = new Set<number>();
      for (const value of values) {
        expect(bits.add(value)).toBe(!set.has(value));
        set.add(value);
        expect(bits.has(value)).toBe(true);
      }
      expect(bits.has(other)).toBe(set.has(other));
    }),
  );
});

it("a number is summed with its lowest byte first", () =>
  expect([...u32Bytes(0x01020304)]).toEqual([4, 3, 2, 1]));
