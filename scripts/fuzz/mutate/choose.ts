import { textToUtf16 } from "../../../workers/shared/encoded-text.ts";
import { nodeId, parseNodeId } from "../../../workers/shared/node-id.ts";
import { bytesToHex } from "../../../workers/shared/text.ts";
import { decode, encodeInto, type FieldSpec } from "../../../workers/bytes/struct.ts";
import { NIL_GUID } from "../../../workers/shared/guid.ts";
import { header } from "../../../workers/vhdx/structs/header.ts";
import { GIB, MIB, roundUp, TIB } from "../../../workers/shared/numbers.ts";
import { readUpTo } from "../../../workers/store/store.ts";
import { HEADER_OFFSETS, REGION_TABLE_OFFSETS } from "../../../workers/vhdx/headers/header-section.ts";
import { parentLocatorEntry } from "../../../workers/vhdx/structs/parent-locator.ts";
import type { Base, BaseFile, Site } from "../bases/base.ts";
import type { Random } from "../random.ts";
import { forgedLog } from "./forged-log.ts";
import type { Mutant, Mutation } from "./mutation.ts";
import { HOSTILE_TEXTS, hostileField } from "./values.ts";

const MOST_MUTATIONS = 6;
/** The most mutations of a mutant that others are made from: more would hide the effect of the last one. */
const MOST_KEPT = 12;
/** Share of mutants with one or two mutations: with many the disk is often not read at all, which hides their effects. */
const FEW = 0.6;
/** Share of mutants whose checksums are not updated. */
const STALE_CHECKSUMS = 0.12;

const PAIRS: readonly (readonly [number, number])[] = [HEADER_OFFSETS, REGION_TABLE_OFFSETS];

/** The same place in the other copy of a header or region table; null if there is no other copy. */
function twinOf(offset: number): number | null {
  for (const [first, second] of PAIRS) {
    const step = second - first;
    if (offset >= first && offset < second) return offset + step;
    if (offset >= second && offset < second + step) return offset - step;
  }
  return null;
}

/** A write, mostly into both copies of a structure that has two: a change of one copy is often not even read. */
function inBoth(random: Random, offset: number, bytes: Uint8Array, what: string): Mutation[] {
  const hex = bytesToHex(bytes);
  const twin = twinOf(offset);
  const one: Mutation = { kind: "write", offset, hex, what };
  return twin === null || random.chance(0.25) ? [one] : [one, { ...one, offset: twin }];
}

/** Picks a kind of structure first and then one of that kind, so that thousands of BAT entries do not hide one header. */
function pickSite(base: BaseFile, random: Random): Site | null {
  const { part = "" } = base;
  const aimed = random.chance(0.6) ? base.sites.filter(({ node }) => node.startsWith(part)) : [];
  const all = aimed.length > 0 ? aimed : base.sites;
  const names = [...new Set(all.map(({ struct }) => struct.name))];
  if (names.length === 0) return null;
  const name = random.pick(names);
  const sites = all.filter(({ struct }) => struct.name === name);
  // Most entries of a BAT are empty, and the others are more likely to be a step from wrong.
  const set = random.chance(0.7) ? sites.filter(({ isSet }) => isSet) : [];
  return random.pick(set.length > 0 ? set : sites);
}

function fieldOf(base: BaseFile, random: Random): Mutation[] {
  const site = pickSite(base, random);
  if (site === null) return [];
  const bytes = readUpTo(base.store, site.offset, site.struct.size);
  if (bytes.length < site.struct.size) return [];
  const [name, spec] = random.pick(Object.entries(site.struct.fields)) as [string, FieldSpec];
  const changed = hostileField(base, random, site.struct, spec, name, bytes);
  return inBoth(random, site.offset + spec.offset, changed, `${site.node}, ${spec.label}`);
}

/** Changes a number by one step. */
function nudged(base: BaseFile, random: Random): Mutation[] {
  const site = pickSite(base, random);
  if (site === null) return [];
  const bytes = readUpTo(base.store, site.offset, site.struct.size);
  const numbers = Object.entries(site.struct.fields).filter(([, { kind }]) => /^(?:u\d+|bits)$/.test(kind));
  if (bytes.length < site.struct.size || numbers.length === 0) return [];
  const [name, spec] = random.pick(numbers) as [string, FieldSpec];
  const current = decode(site.struct, bytes)[name];
  if (typeof current !== "number" && typeof current !== "bigint") return [];
  const width = spec.width ?? spec.length * 8;
  const step = BigInt(random.pick([1, -1, 1, -1, 8, -8, 512, -512, 4096, -4096]));
  const value = BigInt.asUintN(width, BigInt(current) + step);
  encodeInto(site.struct, { [name]: spec.kind === "u64" ? value : Number(value) }, bytes, 0, false);
  const changed = bytes.subarray(spec.offset, spec.offset + spec.length);
  return inBoth(random, site.offset + spec.offset, changed, `${site.node}, ${spec.label} by ${step}`);
}

/** Copies another structure of the same kind, as a whole or one field of it. */
function likened(base: BaseFile, random: Random): Mutation[] {
  const from = pickSite(base, random);
  if (from === null) return [];
  const others = base.sites.filter(({ struct, offset }) => struct === from.struct && offset !== from.offset);
  if (others.length === 0) return [];
  const set = random.chance(0.7) ? others.filter(({ isSet }) => isSet) : [];
  const to = random.pick(set.length > 0 ? set : others);
  const field = random.pick(Object.values(from.struct.fields) as FieldSpec[]);
  const { offset, length, label } = random.chance(0.5)
    ? field
    : { offset: 0, length: from.struct.size, label: "all" };
  const places = { from: from.offset + offset, to: to.offset + offset, length };
  return [{ kind: "copy", ...places, what: `${label} of ${from.node} over ${to.node}` }];
}

/** Length of the longest filled run. */
const MOST_FILLED = MIB;

/** Fills a structure or a part of the file with one byte, mostly zero, as if it had never been written. */
function blanked(base: BaseFile, random: Random): Mutation[] {
  const byte = random.pick([0, 0, 0, 1, 0xff]);
  const site = random.chance(0.5) ? pickSite(base, random) : null;
  if (site !== null)
    return [{ kind: "fill", offset: site.offset, length: site.struct.size, byte, what: site.node }];
  const { node, offset, length } = random.pick(base.runs);
  const first = random.chance(0.6) ? 0 : random.below(length);
  const end = random.chance(0.6) ? length : first + random.below(length - first);
  const filled = Math.min(end - first, MOST_FILLED, Math.max(0, base.store.size - offset - first));
  return [{ kind: "fill", offset: offset + first, length: filled, byte, what: `part of ${node}` }];
}

/** Puts a whole structure, or a field, in the place of another. */
function swapped(base: BaseFile, random: Random): Mutation[] {
  const from = pickSite(base, random);
  const to = pickSite(base, random);
  if (from === null || to === null) return [];
  if (random.chance(0.5)) {
    const length = Math.min(from.struct.size, to.struct.size);
    return [{ kind: "copy", from: from.offset, to: to.offset, length, what: `${from.node} over ${to.node}` }];
  }
  const source = random.pick(Object.values(from.struct.fields) as FieldSpec[]);
  const target = random.pick(Object.values(to.struct.fields) as FieldSpec[]);
  return [
    {
      kind: "copy",
      from: from.offset + source.offset,
      to: to.offset + target.offset,
      length: Math.min(source.length, target.length),
      what: `${from.node}, ${source.label} over ${to.node}, ${target.label}`,
    },
  ];
}

/** A hostile text, a GUID of the file, or another text of the locator. */
function otherText(base: BaseFile, random: Random, locator: number, entries: readonly Site[]): Uint8Array {
  if (random.chance(0.4)) return textToUtf16(random.pick(HOSTILE_TEXTS));
  if (random.chance(0.5)) return textToUtf16(`{${random.pick([NIL_GUID, ...guidsOf(base)])}}`);
  const { keyOffset, keyLength, valueOffset, valueLength } = decode(
    parentLocatorEntry,
    readUpTo(base.store, random.pick(entries).offset, parentLocatorEntry.size),
  );
  const [at, length] = random.chance(0.7) ? [keyOffset, keyLength] : [valueOffset, valueLength];
  return readUpTo(base.store, locator + at, length);
}

/** GUIDs of both headers. */
function guidsOf({ sites, store }: BaseFile): readonly string[] {
  return sites
    .filter(({ struct }) => struct === header)
    .flatMap(({ offset }) => {
      const { fileWriteGuid, dataWriteGuid } = decode(header, readUpTo(store, offset, header.size));
      return [fileWriteGuid, dataWriteGuid];
    });
}

/** Overwrites a text of the parent locator. */
function locatorText(base: BaseFile, random: Random): Mutation[] {
  const entries = base.sites.filter(({ struct }) => struct === parentLocatorEntry);
  if (entries.length === 0) return [];
  const { node, offset } = random.pick(entries);
  const locator = parseNodeId(node);
  if (locator?.kind !== "metadata/item/locator") return [];
  const item = base.runs.find((run) => run.node === nodeId("metadata/item", locator.numbers[0]));
  if (item === undefined) return [];
  const { keyOffset, keyLength, valueOffset, valueLength } = decode(
    parentLocatorEntry,
    readUpTo(base.store, offset, parentLocatorEntry.size),
  );
  const [at, length] = random.chance(0.35) ? [keyOffset, keyLength] : [valueOffset, valueLength];
  const text = otherText(base, random, item.offset, entries).subarray(0, length);
  return [{ kind: "write", offset: item.offset + at, hex: bytesToHex(text), what: `${node}, text` }];
}

/** Writes random bytes somewhere in a structure or in the file. */
function noise(base: BaseFile, random: Random): Mutation[] {
  const start = { node: "the first MiB", offset: 0, length: MIB };
  const { node, offset, length } = random.chance(0.15) ? start : random.pick(base.runs);
  const bytes = random.chance(0.5) ? random.bytes(1 + random.below(64)) : random.bytes(1);
  return inBoth(random, offset + random.below(Math.max(1, length)), bytes, `noise in ${node}`);
}

/** Cuts the file, at the border of a structure or anywhere, or grows it. */
function resized(base: BaseFile, random: Random): Mutation[] {
  const { size } = base.store;
  const run = random.pick(base.runs);
  const candidates: readonly (() => number)[] = [
    () => random.below(size),
    () => roundUp(random.below(size), MIB),
    () => run.offset + random.pick([-1, 0, 1]),
    () => run.offset + run.length + random.pick([-1, 0, 1]),
    () => Math.floor(size * random.pick([0.25, 0.5, 0.75])),
    () => size - random.pick([1, 2, 3]) * MIB,
    () => size + random.pick([-1, 1, -512, 511, MIB, 100 * MIB]),
    () => size + random.below(2 * GIB),
    () => (random.chance(0.1) ? random.pick([TIB, 16 * TIB, 64 * TIB]) : size + GIB),
  ];
  return [{ kind: "size", size: Math.max(0, random.pick(candidates)()) }];
}

type Choose = (base: BaseFile, random: Random) => Mutation[];

const KINDS: readonly (readonly [weight: number, make: Choose])[] = [
  [40, fieldOf],
  [25, nudged],
  [12, likened],
  [8, blanked],
  [10, swapped],
  [7, locatorText],
  [9, noise],
  [6, resized],
  [10, forgedLog],
];
const TOTAL = KINDS.reduce((sum, [weight]) => sum + weight, 0);

function inOneFile(base: BaseFile, random: Random): Mutation[] {
  let left = random.below(TOTAL);
  for (const [weight, make] of KINDS) {
    if (left < weight) return make(base, random);
    left -= weight;
  }
  return [];
}

/** Of several files, how often the image itself is the one that is changed, and how often it is how they belong together. */
const OF_IMAGE = 0.5;
const AMONG_FILES = 0.2;

/** Does what a user can do with several files, or copies a structure of one file over that of another. */
function amongFiles({ files }: Base, random: Random): Mutation[] {
  const nth = random.below(files.length);
  const other = random.below(files.length);
  switch (random.below(5)) {
    case 0:
    case 1:
      return [{ kind: "pick", child: nth, parent: random.chance(0.1) ? null : other }];
    case 2: {
      const named = files[other]?.name ?? "";
      return [{ kind: "name", file: nth, name: random.chance(0.5) ? named : random.pick(HOSTILE_TEXTS) }];
    }
    case 3:
      return nth === 0 ? [] : [{ kind: "close", file: nth }];
    default: {
      const source = files[other];
      const target = files[nth];
      const from = source && pickSite(source, random);
      const to = target?.sites.find(({ node }) => node === from?.node);
      if (from == null || to === undefined) return [];
      const spec = random.pick(Object.values(from.struct.fields) as FieldSpec[]);
      const what = `${from.node}, ${spec.label} of file ${other}`;
      const places = { from: from.offset + spec.offset, to: to.offset + spec.offset, length: spec.length };
      return [{ kind: "copy", file: nth, source: other, ...places, what }];
    }
  }
}

function someMutation(base: Base, random: Random): Mutation[] {
  const [image, ...others] = base.files;
  if (others.length === 0) return inOneFile(image, random);
  // Of a chain with files that are not opened for each mutant, the relations between files are tried.
  if (random.chance(base.others?.length ? 0.6 : AMONG_FILES)) return amongFiles(base, random);
  const nth = random.chance(OF_IMAGE) ? 0 : 1 + random.below(others.length);
  return inOneFile(base.files[nth] ?? image, random).map((each) => ({ ...each, file: nth }));
}

/** A mutant with a longer file takes long to check, and so would all mutants made from it. */
const LONGEST_KEPT = 32 * MIB;

/** Whether others may be made from a mutant by adding to it. */
export const canGrow = ({ mutations }: Mutant): boolean =>
  mutations.length <= MOST_KEPT &&
  mutations.every((each) => each.kind !== "size" || each.size <= LONGEST_KEPT);

/**
 * Chooses mutations of a base, at least one.
 *
 * @param before a mutant of the base that gets further mutations
 */
export function chooseMutant(base: Base, random: Random, before: Mutant | null = null): Mutant {
  const wanted = 1 + Math.floor(random.below(MOST_MUTATIONS * MOST_MUTATIONS) ** 0.5);
  const mutations: Mutation[] = [];
  const most = random.chance(FEW) ? 1 + random.below(2) : wanted;
  for (let tries = 0; mutations.length < most && tries < 20; tries++)
    mutations.push(...someMutation(base, random));
  return {
    base: base.name,
    mutations: [...(before?.mutations ?? []), ...mutations],
    mend: !random.chance(STALE_CHECKSUMS),
  };
}
