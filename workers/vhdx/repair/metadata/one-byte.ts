import type { Finding } from "../../../api/index.ts";
import { decode, encode, type Struct } from "../../../bytes/struct.ts";
import { intersects } from "../../../bytes/intervals.ts";
import { isZero } from "../../../bytes/zero.ts";
import { MIB } from "../../../shared/numbers.ts";
import { countText, hexText } from "../../../shared/text.ts";
import type { OverlayStore } from "../../../store/overlay-store.ts";
import { type ReadableStore, readUpTo } from "../../../store/store.ts";
import { LARGEST_DISK } from "../../metadata/disk-facts.ts";
import { LOCATOR_KEYS } from "../../metadata/parent-locator.ts";
import {
  parentLocatorEntry,
  parentLocatorHeader,
  VHDX_PARENT_LOCATOR,
} from "../../structs/parent-locator.ts";
import { textToUtf16 } from "../../../shared/encoded-text.ts";
import { type Metadata, readItems, readTable } from "../../metadata/metadata.ts";
import type { MetadataItem } from "../../metadata/metadata-item.ts";
import type { Region } from "../../regions/regions.ts";
import {
  KNOWN_ITEMS,
  type KnownItem,
  PARENT_LOCATOR,
  VIRTUAL_DISK_ID,
  virtualDiskSize,
} from "../../structs/metadata-items.ts";
import {
  METADATA_SIGNATURE,
  METADATA_TABLE_SIZE,
  type MetadataEntryValues,
  metadataTableEntry,
  metadataTableHeader,
} from "../../structs/metadata-table.ts";
import type { Draft, Search } from "../fix.ts";
import type { RepairState } from "../state.ts";
import { FitCheck, HARD } from "./fit.ts";

/** One byte that may be wrong, and what it may have been. */
interface Correction {
  /** In bytes of the file. */
  readonly at: number;
  readonly to: number;
  /** What the byte is part of: "the offset of Virtual Disk Size". */
  readonly of: string;
}

/** Entries that are looked at: the items of MS-VHDX are the first ones. */
const MOST_ENTRIES = 16;
/** A table with more entries and more faults than this has other damage than one byte. To try all bytes would take minutes. */
const MANY = 64;
/** Bytes tried in one step. */
const PAUSE_EVERY = 256;
/** Alternatives offered at most. */
const OFFERED = 4;

const entryAt = (index: number) => metadataTableHeader.size + index * metadataTableEntry.size;

/** The one byte in which two runs differ; null where they are the same, or differ in more. */
function onlyDifference(is: Uint8Array, wanted: Uint8Array): number | null {
  let found: number | null = null;
  for (let at = 0; at < wanted.length; at++) {
    if (is[at] === wanted[at]) continue;
    if (found !== null) return null;
    found = at;
  }
  return found;
}

/** Bytes of some fields of a structure, with the values that they should have. */
function field(struct: Struct, name: string, value: unknown): { at: number; bytes: Uint8Array } {
  const spec = struct.fields[name];
  const whole = encode(struct, { [name]: value } as never);
  const at = spec?.offset ?? 0;
  return { at, bytes: whole.subarray(at, at + (spec?.length ?? 0)) };
}

/** Whether an item may have a value, by the rules of its fields alone. */
function isPossible({ struct }: KnownItem, value: Uint8Array): boolean {
  if (struct === virtualDiskSize) {
    const { virtualDiskSize: size } = decode(virtualDiskSize, value);
    return size > 0n && size <= BigInt(LARGEST_DISK) && size % 512n === 0n;
  }
  const values: Readonly<Record<string, unknown>> = struct === null ? {} : decode(struct, value);
  return Object.entries(struct?.fields ?? {}).every(
    ([name, { rule }]) =>
      ((rule as ((of: unknown) => string | null) | undefined)?.(values[name]) ?? null) === null,
  );
}

/** A file in which one byte may be another than it is. */
class ChangedByte implements ReadableStore {
  readonly #base: ReadableStore;
  /** In bytes of the file, and inside of it. */
  at = -1;
  to = 0;

  constructor(base: ReadableStore) {
    this.#base = base;
  }

  get size(): number {
    return this.#base.size;
  }

  read(offset: number, into: Uint8Array): void {
    this.#base.read(offset, into);
    this.#change(offset, into);
  }

  async readBulk(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = await this.#base.readBulk(offset, length);
    this.#change(offset, bytes);
    return bytes;
  }

  #change(offset: number, bytes: Uint8Array): void {
    if (this.at >= offset && this.at < offset + bytes.length) bytes[this.at - offset] = this.to;
  }
}

/** Finds single bytes of the metadata region whose change gives metadata that is right in itself and fits the BAT. */
class ByteSearch {
  readonly #state: RepairState;
  readonly #region: Region;
  readonly #table: Uint8Array<ArrayBuffer>;
  /** Bytes of the table, from its start, that may not be zero. */
  readonly #tableEnd: number;
  readonly #items: readonly MetadataItem[];
  /** The table is read once, and a byte of it that is tried is put back after that: there are thousands of them. */
  readonly #tried: ChangedByte;

  constructor(state: RepairState, region: Region) {
    this.#state = state;
    this.#region = region;
    this.#tried = new ChangedByte(state.store);
    this.#table = readTable(state.store, region);
    this.#tableEnd = this.#table.findLastIndex((byte) => byte !== 0) + 1;
    this.#items = state.structures.metadata?.items ?? [];
  }

  /** All corrections that are possible by the field that they are in. */
  *candidates(): Generator<Correction> {
    yield* this.#inHead();
    const listed = Math.min(this.listed, MOST_ENTRIES);
    for (let index = 0; index < listed; index++) yield* this.#inEntry(index);
    for (const item of this.#items.slice(0, MOST_ENTRIES)) yield* this.#inValue(item);
  }

  /** Entries from the first on that have an ItemId, whatever the table's header says. */
  get listed(): number {
    let count = 0;
    const end = this.#table.length - metadataTableEntry.size;
    while (entryAt(count) <= end && !isZero(this.#entry(count).subarray(0, 16))) count += 1;
    return count;
  }

  /** Whether the last entry stands twice: Windows leaves it a second time behind the table. Any other last entry is an item. */
  #lastIsTwice(listed: number): boolean {
    if (listed < 2) return false;
    const before = this.#entry(listed - 2);
    return this.#entry(listed - 1).every((byte, at) => byte === before[at]);
  }

  #entry(index: number): Uint8Array {
    return this.#table.subarray(entryAt(index), entryAt(index + 1));
  }

  /** The correction that makes a run of the table what it should be; nothing where more than one byte differs. */
  *#toward(at: number, wanted: Uint8Array, of: string): Generator<Correction> {
    const differs = onlyDifference(this.#table.subarray(at, at + wanted.length), wanted);
    if (differs === null) return;
    yield { at: this.#region.offset + at + differs, to: wanted[differs] ?? 0, of };
  }

  *#inHead(): Generator<Correction> {
    const fields = [
      [field(metadataTableHeader, "signature", METADATA_SIGNATURE), "the table's signature"],
      [field(metadataTableHeader, "reserved", 0), "a reserved field of the table"],
      [field(metadataTableHeader, "reserved2", new Uint8Array(20)), "a reserved field of the table"],
    ] as const;
    for (const [{ at, bytes }, of] of fields) yield* this.#toward(at, bytes, of);
    const listed = this.listed;
    for (const count of this.#lastIsTwice(listed) ? [listed, listed - 1] : [listed]) {
      const { at, bytes } = field(metadataTableHeader, "entryCount", count);
      yield* this.#toward(at, bytes, "the table's number of entries");
    }
  }

  *#inEntry(index: number): Generator<Correction> {
    const start = entryAt(index);
    const values = decode(metadataTableEntry, this.#table, start);
    const known = KNOWN_ITEMS.find(({ guid }) => guid === values.itemId) ?? null;
    const name = known?.name ?? `entry ${index}`;
    for (const each of KNOWN_ITEMS) {
      const { at, bytes } = field(metadataTableEntry, "itemId", each.guid);
      yield* this.#toward(start + at, bytes, `the ItemId of ${each.name}`);
    }
    const copy = this.#entry(index + 1);
    yield* this.#toward(start, copy, `the entry of ${name}, of which there is a second copy`);
    const { at: reserved, bytes: zeros } = field(metadataTableEntry, "reserved2", 0);
    yield* this.#toward(start + reserved, zeros, `a reserved field of ${name}`);
    if (known !== null) {
      yield* this.#flags(start, known);
      if (known.struct !== null) {
        const { at, bytes } = field(metadataTableEntry, "length", known.struct.size);
        yield* this.#toward(start + at, bytes, `the length of ${name}`);
      } else
        yield* this.#anyByte(start, "length", `the length of ${name}`, (now) => this.#hasRoom(index, now));
    }
    yield* this.#anyByte(start, "offset", `the offset of ${name}`, (now) => this.#hasRoom(index, now));
  }

  *#flags(start: number, { name, isVirtualDisk, isRequired }: KnownItem): Generator<Correction> {
    const whole = encode(metadataTableEntry, {
      isVirtualDisk: isVirtualDisk ? 1 : 0,
      isRequired: isRequired ? 1 : 0,
    });
    const { offset, length } = metadataTableEntry.fields.isUser;
    yield* this.#toward(start + offset, whole.subarray(offset, offset + length), `the flags of ${name}`);
  }

  /** Every other value of every byte of a run of the table. @param possible whether an entry may read so. */
  *#anyByte(
    start: number,
    name: "offset" | "length",
    of: string,
    possible: (values: MetadataEntryValues) => boolean,
  ): Generator<Correction> {
    const { offset, length } = metadataTableEntry.fields[name];
    const entry = this.#table.slice(start, start + metadataTableEntry.size);
    for (let nth = offset; nth < offset + length; nth++) {
      const stands = entry[nth] ?? 0;
      for (let to = 0; to < 256; to++) {
        entry[nth] = to;
        if (to !== stands && possible(decode(metadataTableEntry, entry)))
          yield { at: this.#region.offset + start + nth, to, of };
      }
      entry[nth] = stands;
    }
  }

  /** Whether an item may lie where its entry says: in the region, behind the table, over no other item. */
  #hasRoom(index: number, { offset, length }: MetadataEntryValues): boolean {
    const own = { start: offset, end: offset + length };
    return (
      length > 0 &&
      length <= MIB &&
      offset >= METADATA_TABLE_SIZE &&
      own.end <= this.#region.length &&
      this.#items.every(
        (item) =>
          item.index === index ||
          item.offset === null ||
          !intersects(own, {
            start: item.values.offset,
            end: item.values.offset + item.values.length,
          }),
      )
    );
  }

  /** Every other value of every byte of a known item, except for the Virtual Disk ID: any GUID is as good as another. */
  *#inValue({ known, offset, bytes }: MetadataItem): Generator<Correction> {
    if (known === null || offset === null || bytes === null) return;
    if (known === PARENT_LOCATOR) yield* this.#inLocator(offset, bytes);
    const { struct } = known;
    if (struct === null || known === VIRTUAL_DISK_ID || bytes.length < struct.size) return;
    const value = bytes.slice(0, struct.size);
    for (const [nth, stands] of bytes.subarray(0, struct.size).entries()) {
      for (let to = 0; to < 256; to++) {
        value[nth] = to;
        if (to !== stands && isPossible(known, value))
          yield { at: offset + nth, to, of: `the value of ${known.name}` };
      }
      value[nth] = stands;
    }
  }

  /** The type, the reserved field and the keys of a parent locator. What a value was, nothing else in the file tells. */
  *#inLocator(offset: number, bytes: Uint8Array): Generator<Correction> {
    const toward = function* (at: number, wanted: Uint8Array, of: string): Generator<Correction> {
      const differs = onlyDifference(bytes.subarray(at, at + wanted.length), wanted);
      if (differs !== null) yield { at: offset + at + differs, to: wanted[differs] ?? 0, of };
    };
    if (bytes.length < parentLocatorHeader.size) return;
    const type = field(parentLocatorHeader, "locatorType", VHDX_PARENT_LOCATOR);
    yield* toward(type.at, type.bytes, "the parent locator's type");
    const zeros = field(parentLocatorHeader, "reserved", 0);
    yield* toward(zeros.at, zeros.bytes, "a reserved field of the parent locator");
    const { keyValueCount } = decode(parentLocatorHeader, bytes);
    for (let index = 0; index < Math.min(keyValueCount, LOCATOR_KEYS.length); index++) {
      const at = parentLocatorHeader.size + index * parentLocatorEntry.size;
      if (at + parentLocatorEntry.size > bytes.length) return;
      const { keyOffset, keyLength } = decode(parentLocatorEntry, bytes, at);
      for (const key of LOCATOR_KEYS) {
        const text = textToUtf16(key);
        if (text.length === keyLength) yield* toward(keyOffset, text, `the key ${key} of the parent locator`);
      }
    }
  }

  /** The metadata with one byte changed. */
  read({ at, to }: Correction): Metadata {
    const inTable = at - this.#region.offset;
    if (inTable >= this.#table.length) {
      this.#tried.at = at;
      this.#tried.to = to;
      const metadata = readItems(this.#tried, this.#region, this.#table, this.#known(at, this.#tableEnd));
      this.#tried.at = -1;
      return metadata;
    }
    const stands = this.#table[inTable] ?? 0;
    this.#table[inTable] = to;
    const known = this.#known(at, Math.max(this.#tableEnd, inTable + 1));
    const metadata = readItems(this.#state.store, this.#region, this.#table, known);
    this.#table[inTable] = stands;
    return metadata;
  }

  /** What is known of the table where only the byte `at` is another. */
  #known(at: number, setEnd: number) {
    const isOutside = (start: number, length: number) => at < start || at >= start + length;
    const item = (index: number): MetadataItem | null => {
      const found = this.#items[index];
      if (found === undefined || !isOutside(found.entryOffset, metadataTableEntry.size)) return null;
      return found.offset === null || isOutside(found.offset, found.values.length) ? found : null;
    };
    return { setEnd, item };
  }

  /** The byte as it is stored. */
  byteAt(at: number): number {
    return readUpTo(this.#state.store, at, 1)[0] ?? 0;
  }
}

/** Single bytes that explain what is wrong with the metadata. */
export interface ByteFaults {
  /** Findings that each of the fixes removes. */
  readonly findings: readonly Finding[];
  /** One, which loses nothing, where a single byte explains everything; several where there is a choice. */
  readonly drafts: readonly Draft[];
}

/**
 * Searches for a single byte of the metadata table or of an item whose change makes the metadata right: no checksum covers them, so
 * each possible byte is tried, and the result is held against the rules and the BAT. Null where none explains it.
 */
export function* explainByOneByte(state: RepairState): Search<ByteFaults | null> {
  const { metadata: region } = state.structures.regions;
  const { metadata } = state.structures;
  if (region === null || metadata === null) return null;
  const fit = new FitCheck(state, region);
  if (!fit.needsRepair(metadata)) return null;
  const stands = fit.score(metadata);
  yield null;
  const search = new ByteSearch(state, region);
  if (search.listed > MANY && metadata.findings.length > MANY) return null;
  let tried = 0;
  let best = stands;
  let found: Correction[] = [];
  for (const candidate of search.candidates()) {
    tried += 1;
    if (tried % PAUSE_EVERY === 0) yield null;
    const score = fit.score(search.read(candidate));
    if (score > best || score >= stands) continue;
    if (score < best) found = [];
    best = score;
    if (!found.some(({ at, to }) => at === candidate.at && to === candidate.to)) found.push(candidate);
  }
  yield null;
  // A byte that leaves other faults standing may be a chance.
  if (found.length === 0 || best >= HARD) return null;
  const only = found.length === 1;
  /** What is lost where the correction makes a disk with a parent of one without, or the reverse; null where it does not. */
  const lossOfType = (each: Correction): string | null => {
    const [was, is] = [metadata.facts.type, search.read(each).facts.type];
    if (was === null || is === null || (was === "differencing") === (is === "differencing")) return null;
    return `The disk becomes a ${is} disk, and gets a new DataWriteGuid: checkpoints and other disks made from this disk no longer accept this disk as their parent.`;
  };
  const others = found.length > OFFERED ? `; ${found.length - OFFERED} more are possible` : "";
  const drafts = found.slice(0, OFFERED).map(({ at, to, of }): Draft => {
    const value = `${hexText(search.byteAt(at), 2)} instead of ${hexText(to, 2)}`;
    return {
      id: `metadata-byte/${at}/${to}`,
      title: `Restore one byte of ${of}`,
      evidence: [
        `Byte ${at - region.offset} of the metadata region is ${value}.`,
        only
          ? "With it the metadata is right in itself and fits the block allocation table, and no other single byte makes it so."
          : `${countText(found.length, "single byte")} would each make the metadata right${others}.`,
        ...fit.words,
      ],
      loss: only
        ? lossOfType({ at, to, of })
        : "Several values are possible: if the choice is wrong, the disk has another size, or its contents are in the wrong order.",
      place: { offset: Math.floor(at / 16) * 16, length: 64 },
      apply: (target) => {
        const write = (changed: OverlayStore) => changed.write(at, Uint8Array.of(to));
        if (only) target.restore(write);
        else target.change(write);
      },
    };
  });
  return { findings: fit.repaired(metadata), drafts };
}
