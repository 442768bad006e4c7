import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { crc32cWithout, loadCrc32c } from "../../bytes/crc32c.ts";
import { decode, encodeInto, type FieldSpec, type Struct } from "../../bytes/struct.ts";
import { bytesToHex } from "../../shared/text.ts";
import { batEntry } from "./bat-entry.ts";
import { fileIdentifier } from "./file-identifier.ts";
import { header } from "./header.ts";
import { dataDescriptor, dataSector, logEntryHeader, zeroDescriptor } from "./log.ts";
import {
  fileParameters,
  KNOWN_ITEMS,
  logicalSectorSize,
  physicalSectorSize,
  virtualDiskId,
  virtualDiskSize,
} from "./metadata-items.ts";
import { metadataTableEntry, metadataTableHeader } from "./metadata-table.ts";
import { parentLocatorEntry, parentLocatorHeader } from "./parent-locator.ts";
import { regionTableEntry, regionTableHeader } from "./region-table.ts";
import { blockSize, outsideHeaderSection, wholeMiB, wholeSectors } from "./rules.ts";

await loadCrc32c();

const STRUCTS: readonly Struct[] = [
  batEntry,
  dataDescriptor,
  dataSector,
  fileIdentifier,
  fileParameters,
  header,
  logEntryHeader,
  logicalSectorSize,
  metadataTableEntry,
  metadataTableHeader,
  parentLocatorEntry,
  parentLocatorHeader,
  physicalSectorSize,
  regionTableEntry,
  regionTableHeader,
  virtualDiskId,
  virtualDiskSize,
  zeroDescriptor,
];

/** Sizes as MS-VHDX gives them. */
const SIZES: Readonly<Record<string, number>> = {
  "BAT entry": 8,
  "Data descriptor": 32,
  "Data sector": 4096,
  "File Parameters": 8,
  "File type identifier": 520,
  Header: 4096,
  "Log entry header": 64,
  "Logical Sector Size": 4,
  "Metadata table entry": 32,
  "Metadata table header": 32,
  "Parent locator entry": 12,
  "Parent locator header": 20,
  "Physical Sector Size": 4,
  "Region table entry": 32,
  "Region table header": 16,
  "Virtual Disk ID": 16,
  "Virtual Disk Size": 8,
  "Zero descriptor": 32,
};

const fieldsOf = (struct: Struct): readonly FieldSpec[] =>
  Object.values(struct.fields).map((spec) => spec as FieldSpec);

/** Bits of the structure that a field takes, as [first, end). */
const bitsOf = (spec: FieldSpec) => {
  const start = spec.offset * 8 + (spec.shift ?? 0);
  return { start, end: start + (spec.width ?? spec.length * 8) };
};

/** Any bytes, from a seed: 4,096 arbitrary ones each would take long. Texts hold characters that have a code each. */
const anyBytes = (struct: Struct) =>
  fc.integer().map((seed) => {
    let state = seed;
    const bytes = Uint8Array.from({ length: struct.size }, () => {
      state = (Math.imul(state, 1664525) + 1013904223) | 0;
      return state >>> 24;
    });
    for (const { kind, offset, length } of fieldsOf(struct)) {
      if (kind !== "utf16") continue;
      // Neither half of a surrogate pair, which may have no partner, and nothing behind the end of the text.
      const end = offset + 2 * (bytes[offset] ?? 0);
      for (let at = offset; at < offset + length; at += 2) {
        bytes[at] = at < end ? (bytes[at] ?? 0) | 1 : 0;
        bytes[at + 1] = at < end ? (bytes[at + 1] ?? 0) & 0x7f : 0;
      }
    }
    return bytes;
  });

describe.for(STRUCTS.map((struct) => [struct.name, struct] as const))("%s", ([name, struct]) => {
  it("has the size that MS-VHDX gives it, and fields that do not share a bit", () => {
    expect(struct.size).toBe(SIZES[name]);
    const taken = fieldsOf(struct)
      .map(bitsOf)
      .toSorted((a, b) => a.start - b.start);
    let end = 0;
    for (const run of taken) {
      // Nothing between two fields either: what is reserved has a row of its own.
      expect(run.start).toBe(end);
      end = run.end;
    }
    expect(end).toBe(struct.size * 8);
  });

  it("is written back as it was read", () => {
    fc.assert(
      fc.property(anyBytes(struct), fc.nat(7), (stored, at) => {
        const source = new Uint8Array(struct.size + 16).fill(0xee);
        source.set(stored, at);
        const target = new Uint8Array(source.length).fill(0x55);
        encodeInto(struct, decode(struct, source, at), target, at, false);
        const around = new Uint8Array(source.length).fill(0x55);
        around.set(stored, at);
        expect(bytesToHex(target)).toBe(bytesToHex(around));
      }),
    );
  });

  it("keeps all other bits when one field is written", () => {
    const field = fc.constantFrom(...Object.keys(struct.fields));
    fc.assert(
      fc.property(anyBytes(struct), anyBytes(struct), field, (before, other, changed) => {
        const target = before.slice();
        const values = decode(struct, other) as Record<string, never>;
        encodeInto(struct, { [changed]: values[changed] }, target, 0, false);
        const after = decode(struct, target) as Record<string, unknown>;
        const kept = decode(struct, before) as Record<string, unknown>;
        const text = (value: unknown) => (value instanceof Uint8Array ? bytesToHex(value) : value);
        for (const each of Object.keys(struct.fields)) {
          expect(text(after[each]), `field ${each}`).toBe(
            text(each === changed ? values[changed] : kept[each]),
          );
        }
      }),
    );
  });

  it("names, explains and places every field", () => {
    const labels = fieldsOf(struct).map(({ label }) => label);
    expect(new Set(labels).size).toBe(labels.length);
    for (const { meaning, label } of fieldsOf(struct)) {
      expect(label).toMatch(/^[A-Z][A-Za-z0-9]*$/);
      expect(meaning).toMatch(/[^.]\.$/);
    }
    expect(struct.spec).toMatch(/^2(\.\d+)+$/);
  });

  it("judges and words any value without an exception", () => {
    fc.assert(
      fc.property(anyBytes(struct), (stored) => {
        const values = decode(struct, stored) as Record<string, never>;
        for (const [each, spec] of Object.entries(struct.fields)) {
          const value = values[each] as never;
          expect(spec.rule?.(value) ?? "fine").not.toBe("");
          expect(spec.words?.(value) ?? "none").not.toBe("");
        }
      }),
    );
  });
});

it("updates a header's checksum, and no other structure has one that covers only itself", () => {
  expect(STRUCTS.filter((struct) => struct.checksum !== undefined)).toEqual([header]);
  fc.assert(
    fc.property(anyBytes(header), (stored) => {
      const target = stored.slice();
      encodeInto(header, { sequenceNumber: 5n }, target);
      expect(decode(header, target).checksum).toBe(crc32cWithout(target, 4));
    }),
  );
});

it("has one row for every metadata item of MS-VHDX 2.6.2, with its own flags", () => {
  const flags = KNOWN_ITEMS.map(({ guid, isVirtualDisk, isRequired }) => [guid, isVirtualDisk, isRequired]);
  expect(flags.slice(0, 6)).toEqual([
    ["caa16737-fa36-4d43-b3b6-33f0aa44e76b", false, true],
    ["2fa54224-cd1b-4876-b211-5dbed83bf4b8", true, true],
    ["beca12ab-b2e6-4523-93ef-c309e000c746", true, true],
    ["8141bf1d-a96f-4709-ba47-f233a8faab5f", true, true],
    ["cda348c7-445d-4471-9cc9-e9885251c556", true, true],
    ["a8d35f2d-b30b-454d-abf7-d3d84834ab0c", false, true],
  ]);
  expect(new Set(KNOWN_ITEMS.map(({ guid }) => guid)).size).toBe(KNOWN_ITEMS.length);
});

describe("rules", () => {
  const MIB = 1024 * 1024;
  it("of sizes and places take what the format allows", () => {
    for (let size = MIB; size <= 256 * MIB; size *= 2) expect(blockSize(size)).toBeNull();
    for (const size of [0, 1, MIB / 2, 3 * MIB, 512 * MIB, MIB + 1]) expect(blockSize(size)).not.toBeNull();
    expect(wholeMiB(0)).toBeNull();
    expect(wholeMiB(2n ** 63n)).toBeNull();
    expect(wholeMiB(2n ** 63n + 4096n)).not.toBeNull();
    expect(outsideHeaderSection(0n)).not.toBeNull();
    expect(outsideHeaderSection(BigInt(MIB))).toBeNull();
    expect(wholeSectors(0)).not.toBeNull();
    expect(wholeSectors(4096)).toBeNull();
    expect(wholeSectors(4097)).not.toBeNull();
  });
});
