import { VhdxError } from "../../shared/error.ts";
import { NIL_GUID, randomGuid } from "../../shared/guid.ts";
import { MIB, roundUp } from "../../shared/numbers.ts";
import type { Steps } from "../../bytes/steps.ts";
import { encode, encodeInto, type Fields, type Struct, type Values } from "../../bytes/struct.ts";
import type { Store } from "../../store/store.ts";
import { highOf, lowOf } from "../bat/bat-bits.ts";
import { BAT_ENTRY_SIZE, Geometry } from "../../shared/geometry.ts";
import { HEADER_OFFSETS, HEADER_SECTION, REGION_TABLE_OFFSETS } from "../headers/header-section.ts";
import { FULLY_PRESENT, NOT_PRESENT } from "../../shared/bat-states.ts";
import { FILE_SIGNATURE, fileIdentifier } from "../structs/file-identifier.ts";
import { header, HEADER_SIGNATURE } from "../structs/header.ts";
import {
  FILE_PARAMETERS,
  fileParameters,
  type KnownItem,
  LOGICAL_SECTOR_SIZE,
  logicalSectorSize,
  PARENT_LOCATOR,
  PHYSICAL_SECTOR_SIZE,
  physicalSectorSize,
  VIRTUAL_DISK_ID,
  VIRTUAL_DISK_SIZE,
  virtualDiskId,
  virtualDiskSize,
} from "../structs/metadata-items.ts";
import {
  METADATA_SIGNATURE,
  METADATA_TABLE_SIZE,
  metadataTableEntry,
  metadataTableHeader,
} from "../structs/metadata-table.ts";
import { BAT_REGION, METADATA_REGION } from "../structs/region-table.ts";
import { type CreateOptions, createProblem } from "./create-options.ts";
import type { GuidSource } from "./header-writer.ts";
import { regionTableBytes } from "./region-table-bytes.ts";

/** A metadata item to write, such as one copied from another disk. */
export interface ExtraItem {
  readonly itemId: string;
  readonly isUser: boolean;
  readonly isVirtualDisk: boolean;
  readonly isRequired: boolean;
  readonly bytes: Uint8Array;
}

/** What a new image inherits from another disk. */
export interface Inherited {
  /** Page 83 id; a new one where it is left out. */
  readonly diskId?: string;
  /** Metadata items besides those that every disk has. */
  readonly items?: readonly ExtraItem[];
  /** Bytes of a parent locator. With it the image is a differencing disk, and all of its blocks are read from the parent. */
  readonly locator?: Uint8Array;
}

/** Where the parts of a new image lie: log, metadata, BAT, blocks, in the order that Hyper-V uses. Bytes. */
interface Layout {
  readonly log: { readonly offset: number; readonly length: number };
  readonly metadata: { readonly offset: number; readonly length: number };
  readonly bat: { readonly offset: number; readonly length: number };
  readonly blocks: number;
  readonly fileSize: number;
}

function layOut({ logSize, type }: CreateOptions, geometry: Geometry): Layout {
  const log = { offset: HEADER_SECTION.end, length: logSize };
  const metadata = { offset: log.offset + log.length, length: MIB };
  // Room for the entries of a differencing disk, so that a later conversion need not move the table.
  const entries = geometry.bitmapBlocks * (geometry.chunkRatio + 1);
  const bat = { offset: metadata.offset + metadata.length, length: roundUp(entries * BAT_ENTRY_SIZE, MIB) };
  const blocks = bat.offset + bat.length;
  const fileSize = type === "fixed" ? blocks + geometry.payloadBlocks * geometry.blockSize : blocks;
  return { log, metadata, bat, blocks, fileSize };
}

const geometryOf = (options: CreateOptions, differencing: boolean) =>
  new Geometry({ ...options, virtualSize: options.size, differencing });

/** Length of a new image's file in bytes. The options must have no `createProblem`. */
export function newFileSize(options: CreateOptions): number {
  return layOut(options, geometryOf(options, false)).fileSize;
}

const ENTRIES_PER_WRITE = 131_072;

/** Writes the payload entries of the BAT. Entries that are NOT_PRESENT are zeros, which a new file holds already. */
function* writeBat(store: Store, options: CreateOptions, geometry: Geometry, layout: Layout): Steps<void> {
  const fixed = options.type === "fixed";
  const state = fixed ? FULLY_PRESENT : options.blockState;
  if (state === NOT_PRESENT) return;
  for (let first = 0; first < geometry.batEntries; first += ENTRIES_PER_WRITE) {
    const count = Math.min(ENTRIES_PER_WRITE, geometry.batEntries - first);
    const words = new Uint32Array(count * 2);
    for (let nth = 0; nth < count; nth++) {
      const { kind, block } = geometry.entryAt(first + nth);
      if (kind !== "payload") continue;
      const fileOffsetMb = fixed ? (layout.blocks + block * geometry.blockSize) / MIB : 0;
      words[nth * 2] = lowOf(state, fileOffsetMb);
      words[nth * 2 + 1] = highOf(fileOffsetMb);
    }
    store.write(layout.bat.offset + first * BAT_ENTRY_SIZE, new Uint8Array(words.buffer));
    yield { done: first + count, total: geometry.batEntries };
  }
}

function metadataBytes(
  options: CreateOptions,
  diskId: string,
  { items: extra = [], locator }: Inherited,
): Uint8Array<ArrayBuffer> {
  const items: ExtraItem[] = [];
  const put = ({ guid, isVirtualDisk, isRequired }: KnownItem, bytes: Uint8Array) =>
    items.push({ itemId: guid, isUser: false, isVirtualDisk, isRequired, bytes });
  const add = <F extends Fields>(known: KnownItem, struct: Struct<F>, values: Partial<Values<F>>) =>
    put(known, encode(struct, values));
  add(FILE_PARAMETERS, fileParameters, {
    blockSize: options.blockSize,
    leaveBlocksAllocated: options.type === "fixed" ? 1 : 0,
    hasParent: locator === undefined ? 0 : 1,
  });
  add(VIRTUAL_DISK_SIZE, virtualDiskSize, { virtualDiskSize: BigInt(options.size) });
  add(LOGICAL_SECTOR_SIZE, logicalSectorSize, { logicalSectorSize: options.logicalSectorSize });
  add(PHYSICAL_SECTOR_SIZE, physicalSectorSize, { physicalSectorSize: options.physicalSectorSize });
  add(VIRTUAL_DISK_ID, virtualDiskId, { virtualDiskId: diskId });
  if (locator !== undefined) put(PARENT_LOCATOR, locator);
  items.push(...extra);
  const size = items.reduce((sum, item) => sum + item.bytes.length, METADATA_TABLE_SIZE);
  const bytes = new Uint8Array(size);
  encodeInto(metadataTableHeader, { signature: METADATA_SIGNATURE, entryCount: items.length }, bytes);
  let offset = METADATA_TABLE_SIZE;
  for (const [index, { itemId, bytes: item, ...flags }] of items.entries()) {
    const values = {
      itemId,
      // An item without bytes has no place.
      offset: item.length === 0 ? 0 : offset,
      length: item.length,
      isUser: flags.isUser ? 1 : 0,
      isVirtualDisk: flags.isVirtualDisk ? 1 : 0,
      isRequired: flags.isRequired ? 1 : 0,
    };
    encodeInto(metadataTableEntry, values, bytes, metadataTableHeader.size + index * metadataTableEntry.size);
    bytes.set(item, offset);
    offset += item.length;
  }
  return bytes;
}

/**
 * Makes a new image in an empty store, in steps. The identifier is written last, so that a file whose creation was interrupted is
 * not a VHDX. Blocks of a fixed disk are made by growing the file, and so cost no memory.
 *
 * @param inherited what the image gets from another disk
 * @throws VhdxError `misuse` with a sentence where the options are impossible; `no-space`; whatever the store throws.
 */
export function* createImage(
  store: Store,
  options: CreateOptions,
  newGuid: GuidSource = randomGuid,
  inherited: Inherited = {},
): Steps<void> {
  const problem = createProblem(options);
  if (problem !== null) throw new VhdxError("misuse", problem);
  if (store.size !== 0) throw new VhdxError("misuse", "A new image needs an empty file.");
  const geometry = geometryOf(options, inherited.locator !== undefined);
  const layout = layOut(options, geometry);
  store.truncate(layout.fileSize);
  yield* writeBat(store, options, geometry, layout);
  store.write(layout.metadata.offset, metadataBytes(options, inherited.diskId ?? newGuid(), inherited));
  const table = regionTableBytes([
    { guid: BAT_REGION, offset: layout.bat.offset, length: layout.bat.length },
    { guid: METADATA_REGION, offset: layout.metadata.offset, length: layout.metadata.length },
  ]);
  for (const offset of REGION_TABLE_OFFSETS) store.write(offset, table);
  const guids = { fileWriteGuid: newGuid(), dataWriteGuid: newGuid(), logGuid: NIL_GUID };
  for (const [index, offset] of HEADER_OFFSETS.entries()) {
    const values = {
      signature: HEADER_SIGNATURE,
      sequenceNumber: BigInt(index),
      ...guids,
      version: 1,
      logOffset: BigInt(layout.log.offset),
      logLength: layout.log.length,
    };
    store.write(offset, encode(header, values));
  }
  // Everything must be on stable storage before the signature makes the file a VHDX.
  store.flush();
  store.write(0, encode(fileIdentifier, { signature: FILE_SIGNATURE, creator: options.creator }));
  store.flush();
}
