import { VhdxError } from "../../../shared/error.ts";
import { decode, encodeInto, type Fields, type Struct, type Values } from "../../../bytes/struct.ts";
import { readUpTo } from "../../../store/store.ts";
import type { MetadataItem } from "../../metadata/metadata-item.ts";
import {
  METADATA_TABLE_SIZE,
  metadataTableEntry,
  metadataTableHeader,
} from "../../structs/metadata-table.ts";
import type { KnownItem } from "../../structs/metadata-items.ts";
import type { RepairState } from "../state.ts";
import type { RepairTarget } from "../target.ts";

/** Items start at a multiple of this many bytes, as other programs place them. */
const ALIGNMENT = 8;

/** The metadata table of a file with its items: changes are collected here, then written back. */
export class MetadataEdit {
  readonly #regionOffset: number;
  readonly #regionLength: number;
  readonly #items: readonly MetadataItem[];
  readonly #table: Uint8Array<ArrayBuffer>;
  readonly #writes: { readonly offset: number; readonly bytes: Uint8Array }[] = [];

  /** @throws VhdxError `not-available` where the file has no metadata region. */
  constructor({ store, structures }: RepairState) {
    const region = structures.regions.metadata;
    if (region === null) throw new VhdxError("not-available", "The file has no metadata region.");
    this.#regionOffset = region.offset;
    this.#regionLength = region.length;
    this.#items = structures.metadata?.items ?? [];
    this.#table = new Uint8Array(METADATA_TABLE_SIZE);
    this.#table.set(readUpTo(store, region.offset, METADATA_TABLE_SIZE));
  }

  get #count(): number {
    return decode(metadataTableHeader, this.#table).entryCount;
  }

  /** Changes the table's header. */
  setHead(values: Partial<Values<typeof metadataTableHeader.fields>>): void {
    encodeInto(metadataTableHeader, values, this.#table);
  }

  /** Changes the table entry of an item. */
  setEntry(index: number, values: Partial<Values<typeof metadataTableEntry.fields>>): void {
    encodeInto(metadataTableEntry, values, this.#table, this.#entryAt(index));
  }

  /** Removes an item's entry from the table; the item's bytes stay where they are. */
  remove(index: number): void {
    const end = this.#entryAt(this.#count);
    this.#table.copyWithin(this.#entryAt(index), this.#entryAt(index + 1), end);
    this.#table.fill(0, this.#entryAt(this.#count - 1), end);
    this.setHead({ entryCount: this.#count - 1 });
  }

  /**
   * Gives a known item a value: in its present place if that can hold the value and no other item lies there, else after all other
   * items.
   *
   * @throws VhdxError `not-available` where the region has no room left.
   */
  setItem<F extends Fields>(known: KnownItem, struct: Struct<F>, values: Partial<Values<F>>): void {
    const item = this.#items.find((each) => each.known?.guid === known.guid) ?? null;
    const stood = item?.bytes ?? null;
    const bytes = new Uint8Array(struct.size);
    if (stood !== null) bytes.set(stood.subarray(0, struct.size));
    encodeInto(struct, values, bytes);
    const fits = item !== null && item.readable && item.values.length >= struct.size && this.#isAlone(item);
    if (fits && item.offset !== null) {
      this.#writes.push({ offset: item.offset, bytes });
      return;
    }
    const offset = this.#freeOffset(struct.size);
    this.#writes.push({ offset: this.#regionOffset + offset, bytes });
    const index = item?.index ?? this.#count;
    if (item === null) this.setHead({ entryCount: index + 1 });
    this.setEntry(index, {
      itemId: known.guid,
      offset,
      length: struct.size,
      isUser: 0,
      isVirtualDisk: known.isVirtualDisk ? 1 : 0,
      isRequired: known.isRequired ? 1 : 0,
      reservedFlags: 0,
      reserved2: 0,
    });
  }

  /** Writes table and items to the file. */
  write(target: RepairTarget): void {
    target.change((changed) => {
      changed.write(this.#regionOffset, this.#table);
      for (const { offset, bytes } of this.#writes) changed.write(offset, bytes);
    });
  }

  #entryAt(index: number): number {
    const at = metadataTableHeader.size + index * metadataTableEntry.size;
    if (at + metadataTableEntry.size > METADATA_TABLE_SIZE)
      throw new VhdxError("not-available", "The metadata table has no room for one more entry.");
    return at;
  }

  /** Whether no other item has a part of the item's place: a value that is written there would change the other. */
  #isAlone(item: MetadataItem): boolean {
    const end = ({ values }: MetadataItem) => values.offset + values.length;
    return this.#items.every(
      (other) =>
        other.index === item.index ||
        other.offset === null ||
        other.values.offset >= end(item) ||
        end(other) <= item.values.offset,
    );
  }

  /** First offset in the region after all items, in bytes. */
  #freeOffset(size: number): number {
    let end = METADATA_TABLE_SIZE;
    for (const { offset, values } of this.#items)
      if (offset !== null) end = Math.max(end, offset - this.#regionOffset + values.length);
    const free = Math.ceil(end / ALIGNMENT) * ALIGNMENT;
    if (free + size > this.#regionLength)
      throw new VhdxError("not-available", "The metadata region has no room for one more item.");
    return free;
  }
}
