import { MADE } from "../fuzz/bases/made.ts";
import { KIB, MIB } from "../../workers/shared/numbers.ts";
import { MemoryStore } from "../../workers/store/memory-store.ts";
import { OverlayStore } from "../../workers/store/overlay-store.ts";
import type { ReadableStore, Store } from "../../workers/store/store.ts";
import {
  HEADER_OFFSETS,
  HEADER_SECTION,
  REGION_TABLE_OFFSETS,
  SLOT,
} from "../../workers/vhdx/headers/header-section.ts";
import { pattern } from "../../workers/testing/vhdx/scenario-bases.ts";

interface Wreck {
  readonly name: string;
  readonly make: () => ReadableStore;
}

const noise = (length: number) => pattern(77, length);
const zeros = (length: number) => new Uint8Array(length);

/** What can happen to a file as a whole. */
const ACCIDENTS: Readonly<Record<string, (store: Store) => void>> = {
  "identifier zeroed": (store) => store.write(0, zeros(SLOT)),
  "identifier overwritten": (store) => store.write(0, noise(SLOT)),
  "headers zeroed": (store) => HEADER_OFFSETS.forEach((offset) => store.write(offset, zeros(SLOT))),
  "headers overwritten": (store) => HEADER_OFFSETS.forEach((offset) => store.write(offset, noise(SLOT))),
  "region tables zeroed": (store) =>
    REGION_TABLE_OFFSETS.forEach((offset) => store.write(offset, zeros(SLOT))),
  "region tables overwritten": (store) =>
    REGION_TABLE_OFFSETS.forEach((offset) => store.write(offset, noise(SLOT))),
  "first MiB zeroed": (store) => store.write(0, zeros(HEADER_SECTION.end)),
  "first MiB overwritten": (store) => store.write(0, noise(HEADER_SECTION.end)),
  "first 2 MiB zeroed": (store) => store.write(0, zeros(2 * MIB)),
  "first 3 MiB zeroed": (store) => store.write(0, zeros(3 * MIB)),
  "metadata table zeroed": (store) => store.write(2 * MIB, zeros(64 * KIB)),
  "metadata items zeroed": (store) => store.write(2 * MIB + 64 * KIB, zeros(64 * KIB)),
  "BAT zeroed": (store) => store.write(3 * MIB, zeros(64 * KIB)),
  "BAT overwritten": (store) => store.write(3 * MIB, noise(4 * KIB)),
  "cut inside the headers": (store) => store.truncate(100 * KIB),
  "cut behind the headers": (store) => store.truncate(MIB),
  "cut inside the log": (store) => store.truncate(MIB + 300 * KIB),
  "cut inside the metadata": (store) => store.truncate(2 * MIB + 70 * KIB),
  "cut inside the BAT": (store) => store.truncate(3 * MIB + 20),
  "cut inside a block": (store) => store.truncate(5 * MIB + 700),
  "grown by 3 MiB and 9 bytes": (store) => store.truncate(store.size + 3 * MIB + 9),
};

/** Bases, and to every which of the accidents each comes. */
const BASES: readonly (readonly [base: string, every: number])[] = [
  ["dynamic", 1],
  ["dirty-log", 1],
  ["dirty-child", 1],
  ["fixed", 3],
  ["large-sectors", 4],
];

/** Images to which something large has happened. */
export const WRECKS: readonly Wreck[] = BASES.flatMap(([base, every]) =>
  Object.entries(ACCIDENTS)
    .filter((_, nth) => nth % every === 0)
    .map(([name, spoil]) => ({
      name: `${base}, ${name}`,
      make: () => {
        const store = new OverlayStore((MADE[base] as () => ReadableStore)());
        spoil(store);
        return store;
      },
    })),
);

const encoder = new TextEncoder();

const withText = (text: string, at: number, size: number): MemoryStore => {
  const store = new MemoryStore(size);
  store.write(
    at,
    Uint8Array.from(text, (character) => character.codePointAt(0) ?? 0),
  );
  return store;
};

/** Starts of files of other kinds. */
const STARTS: readonly (readonly [text: string, at: number])[] = [
  ["conectix", 0],
  ["QFI\xfb", 0],
  ["KDMV", 0],
  ["# Disk DescriptorFile", 0],
  ["QED\0", 0],
  ["\x7f\x10\xda\xbe", 64],
  ["PK\x03\x04", 0],
  ["7z\xbc\xaf\x27\x1c", 0],
  ["Rar!", 0],
  ["\x1f\x8b", 0],
  ["\xfd7zXZ\0", 0],
  ["\x28\xb5\x2f\xfd", 0],
  ["EVF\x09\x0d\x0a\xff\0", 0],
  ["MSWIM\0\0\0", 0],
  ["CD001", 0x8001],
  ["%PDF", 0],
  ["MZ", 0],
  ["\x7fELF", 0],
  ["EFI PART", 512],
  ["\x55\xaa", 510],
];

/** Files that are no VHDX. */
export const FOREIGN: readonly Wreck[] = [
  ...STARTS.map(([text, at]) => ({
    name: `a file with ${JSON.stringify(text)} at ${at}`,
    make: () => withText(text, at, 100 * KIB),
  })),
  ...STARTS.map(([text, at]) => ({
    name: `a VHDX with ${JSON.stringify(text)} at ${at}`,
    make: () => {
      const store = new OverlayStore((MADE["dynamic"] as () => ReadableStore)());
      store.write(0, zeros(8));
      store.write(
        at,
        Uint8Array.from(text, (character) => character.codePointAt(0) ?? 0),
      );
      return store;
    },
  })),
  { name: "an empty file", make: () => new MemoryStore(0) },
  { name: "a byte", make: () => new MemoryStore(1) },
  { name: "a VHD of 512 bytes", make: () => withText("conectix", 0, 512) },
  { name: "a fixed VHD", make: () => withText("conectix", 99 * KIB + 512, 100 * KIB) },
  { name: "a fixed VHD, one byte short", make: () => withText("conectix", 99 * KIB + 511, 100 * KIB) },
  { name: "a text", make: () => new MemoryStore(encoder.encode("A text,\r\n\twith lines.\n")) },
  { name: "a long text", make: () => new MemoryStore(encoder.encode("A text.\n".repeat(9000))) },
  { name: "a text with a control character", make: () => new MemoryStore(encoder.encode("A text\u0008.\n")) },
  { name: "noise", make: () => new MemoryStore(noise(200 * KIB)) },
  { name: "zeros", make: () => new MemoryStore(3 * MIB) },
];
