import { textToUtf16 } from "../../../workers/shared/encoded-text.ts";
import { bytesToHex } from "../../../workers/shared/text.ts";
import { decode, type FieldSpec } from "../../../workers/bytes/struct.ts";
import { GIB, MIB, roundUp, TIB } from "../../../workers/shared/numbers.ts";
import { readUpTo } from "../../../workers/store/store.ts";
import { HEADER_OFFSETS, REGION_TABLE_OFFSETS } from "../../../workers/vhdx/headers/header-section.ts";
import { parentLocatorEntry } from "../../../workers/vhdx/structs/parent-locator.ts";
import type { Base, Site } from "../base.ts";
import type { Random } from "../random.ts";
import { forgedLog } from "./forged-log.ts";
import type { Mutant, Mutation } from "./mutation.ts";
import { HOSTILE_TEXTS, hostileField } from "./values.ts";

const MOST_MUTATIONS = 6;
/** Mutants whose checksums are left as they come. */
const UNMENDED = 0.12;

const PAIRS: readonly (readonly [number, number])[] = [HEADER_OFFSETS, REGION_TABLE_OFFSETS];

/** The same place in the other copy of a header or region table, null where there is none. */
function twinOf(offset: number): number | null {
  for (const [first, second] of PAIRS) {
    const step = second - first;
    if (offset >= first && offset < second) return offset + step;
    if (offset >= second && offset < second + step) return offset - step;
  }
  return null;
}

/** A write, mostly into both copies where the structure has two: a change of one alone is often not even looked at. */
function inBoth(random: Random, offset: number, bytes: Uint8Array, what: string): Mutation[] {
  const hex = bytesToHex(bytes);
  const twin = twinOf(offset);
  const one: Mutation = { kind: "write", offset, hex, what };
  return twin === null || random.chance(0.25) ? [one] : [one, { ...one, offset: twin }];
}

/** Sites picked by what they are first, so that thousands of BAT entries do not hide the one header. */
function pickSite(base: Base, random: Random): Site | null {
  const names = [...new Set(base.sites.map(({ struct }) => struct.name))];
  if (names.length === 0) return null;
  const name = random.pick(names);
  return random.pick(base.sites.filter(({ struct }) => struct.name === name));
}

function fieldOf(base: Base, random: Random): Mutation[] {
  const site = pickSite(base, random);
  if (site === null) return [];
  const bytes = readUpTo(base.store, site.offset, site.struct.size);
  if (bytes.length < site.struct.size) return [];
  const [name, spec] = random.pick(Object.entries(site.struct.fields)) as [string, FieldSpec];
  const changed = hostileField(base, random, site.struct, spec, name, bytes);
  return inBoth(random, site.offset + spec.offset, changed, `${site.node}, ${spec.label}`);
}

/** A whole structure, or a field, in place of another one. */
function swapped(base: Base, random: Random): Mutation[] {
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

/** A text of the parent locator written over in its place. */
function locatorText(base: Base, random: Random): Mutation[] {
  const entries = base.sites.filter(({ struct }) => struct === parentLocatorEntry);
  if (entries.length === 0) return [];
  const { node, offset } = random.pick(entries);
  const item = base.runs.find((run) => run.node === node.split("/").slice(0, 3).join("/"));
  if (item === undefined) return [];
  const { keyOffset, keyLength, valueOffset, valueLength } = decode(
    parentLocatorEntry,
    readUpTo(base.store, offset, parentLocatorEntry.size),
  );
  const [at, length] = random.chance(0.2) ? [keyOffset, keyLength] : [valueOffset, valueLength];
  const text = textToUtf16(random.pick(HOSTILE_TEXTS)).subarray(0, length);
  return [{ kind: "write", offset: item.offset + at, hex: bytesToHex(text), what: `${node}, text` }];
}

/** Bytes without a meaning, somewhere in a structure or in the whole file. */
function noise(base: Base, random: Random): Mutation[] {
  const { node, offset, length } = random.pick(base.runs);
  const bytes = random.chance(0.5) ? random.bytes(1 + random.below(64)) : random.bytes(1);
  return inBoth(random, offset + random.below(Math.max(1, length)), bytes, `noise in ${node}`);
}

/** The file cut, at the border of a structure or anywhere; or grown. */
function resized(base: Base, random: Random): Mutation[] {
  const { size } = base.store;
  const run = random.pick(base.runs);
  const candidates: readonly (() => number)[] = [
    () => random.below(size),
    () => roundUp(random.below(size), MIB),
    () => run.offset + random.pick([-1, 0, 1]),
    () => run.offset + run.length + random.pick([-1, 0, 1]),
    () => Math.floor(size * random.pick([0.25, 0.5, 0.75])),
    () => size + random.pick([-1, 1, 511, MIB, 100 * MIB]),
    () => size + random.below(2 * GIB),
    () => (random.chance(0.1) ? random.pick([TIB, 16 * TIB, 64 * TIB]) : size + GIB),
  ];
  return [{ kind: "size", size: Math.max(0, random.pick(candidates)()) }];
}

const KINDS: readonly (readonly [weight: number, make: (base: Base, random: Random) => Mutation[]])[] = [
  [60, fieldOf],
  [10, swapped],
  [5, locatorText],
  [9, noise],
  [6, resized],
  [10, forgedLog],
];
const TOTAL = KINDS.reduce((sum, [weight]) => sum + weight, 0);

function someMutation(base: Base, random: Random): Mutation[] {
  let left = random.below(TOTAL);
  for (const [weight, make] of KINDS) {
    if (left < weight) return make(base, random);
    left -= weight;
  }
  return [];
}

/** What is done to a base; never nothing. */
export function chooseMutant(base: Base, random: Random): Mutant {
  const wanted = 1 + Math.floor(random.below(MOST_MUTATIONS * MOST_MUTATIONS) ** 0.5);
  const mutations: Mutation[] = [];
  for (let tries = 0; mutations.length < wanted && tries < 20; tries++)
    mutations.push(...someMutation(base, random));
  return { base: base.name, mutations, mend: !random.chance(UNMENDED) };
}
