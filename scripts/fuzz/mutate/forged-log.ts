import { bytesToHex } from "../../../workers/shared/text.ts";
import { guidFromText } from "../../../workers/shared/guid.ts";
import { MIB } from "../../../workers/shared/numbers.ts";
import { HEADER_OFFSETS } from "../../../workers/vhdx/headers/header-section.ts";
import { header } from "../../../workers/vhdx/structs/header.ts";
import { LOG_SECTOR } from "../../../workers/shared/geometry.ts";
import { LOG_GUID } from "../../../workers/testing/vhdx/image-builder.ts";
import type { BaseFile } from "../bases/base.ts";
import type { Random } from "../random.ts";
import type { EntryWrite, Mutation } from "./mutation.ts";

const MOST_WRITES = 40;
const MOST_ENTRIES = 4;

/** The target of a write: a structure, a place near one, the end of the file, or far behind it. */
function target(base: BaseFile, random: Random): number {
  const run = random.pick(base.runs);
  const within = random.below(Math.max(1, Math.min(run.length, 256 * LOG_SECTOR)));
  const aligned = (offset: number) => offset - (offset % LOG_SECTOR);
  return random.pick([
    aligned(run.offset + within),
    aligned(run.offset),
    aligned(base.store.size),
    aligned(base.store.size) + random.below(64) * MIB,
    random.chance(0.1) ? 2 ** 50 : aligned(run.offset + run.length),
    random.chance(0.1) ? run.offset + 1 : aligned(run.offset),
  ]);
}

function write(base: BaseFile, random: Random): EntryWrite {
  const at = String(target(base, random));
  switch (random.below(4)) {
    case 0: {
      const length = random.pick([0, 1, 2, 16, 256, 2560, 2 ** 38]) * LOG_SECTOR;
      return { kind: "zeros", at, length: String(length) };
    }
    case 1:
      return { kind: "fill", at, byte: random.pick([0, 1, 6, 0x7f, 0xff]) };
    default:
      return { kind: "sector", at, from: target(base, random) };
  }
}

/** Makes both headers name the log of the forged entries. */
function activation(): Mutation[] {
  const { offset } = header.fields.logGuid;
  const hex = bytesToHex(guidFromText(LOG_GUID) ?? new Uint8Array(16));
  return HEADER_OFFSETS.map((start) => ({
    kind: "write",
    offset: start + offset,
    hex,
    what: "LogGuid of the forged log",
  }));
}

/** A log of complete entries, one behind the other, that write anywhere. Most form a sequence. */
export function forgedLog(base: BaseFile, random: Random): Mutation[] {
  const { log } = base;
  if (log === null) return [];
  const count = 1 + random.below(MOST_ENTRIES);
  const sectors = log.length / LOG_SECTOR;
  const first = random.chance(0.5) ? 0 : random.below(sectors);
  const sequence = BigInt(random.pick([1, 5, 2 ** 32 - 2, Number.MAX_SAFE_INTEGER]));
  const mutations: Mutation[] = [];
  let at = first;
  for (let nth = 0; nth < count; nth++) {
    const writes = Array.from({ length: random.below(MOST_WRITES) ** 2 % MOST_WRITES }, () =>
      write(base, random),
    );
    const broken = random.chance(0.1);
    const size = random.pick([base.store.size, base.store.size, base.store.size + 64 * MIB, 2 ** 52]);
    mutations.push({
      kind: "entry",
      logOffset: (at % sectors) * LOG_SECTOR,
      tail: broken ? random.below(log.length) : (first % sectors) * LOG_SECTOR,
      sequenceNumber: String(sequence + BigInt(broken ? random.below(4) : nth)),
      flushedFileOffset: String(random.chance(0.1) ? size : 0),
      lastFileOffset: String(random.chance(0.05) ? size + 1 : size),
      writes,
    });
    at += 1 + writes.filter(({ kind }) => kind !== "zeros").length;
  }
  return [...mutations, ...activation()];
}
