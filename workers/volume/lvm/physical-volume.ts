import { crc32 } from "../../bytes/crc32.ts";
import { decode } from "../../bytes/struct.ts";
import { MIB, safeNumber } from "../../shared/numbers.ts";
import { bytesToHex } from "../../shared/text.ts";
import { tryRead } from "../../store/tolerant-read.ts";
import type { ReadableStore } from "../../store/store.ts";
import { LVM_LABEL_SECTORS, LVM_SECTOR, lvmArea, lvmMetadata, lvmPhysicalVolume } from "../structs/lvm.ts";
import { type ConfigSection, parseConfig } from "./config.ts";

/** Bytes of a text that are read at most; LVM2's own limit is below. */
const MOST_TEXT = 16 * MIB;
const MAGIC = "204c564d3220785b35412572304e2a3e";

/** A physical volume, and what its metadata says of all volumes of its group. */
export interface PhysicalVolume {
  /** Its identifier without dashes. */
  readonly uuid: string;
  /** Null where no metadata can be read: it may be on other disks of the group. */
  readonly metadata: ConfigSection | null;
}

/** Places of the metadata areas, which follow the list of data areas. */
function* metadataAreas(areas: Uint8Array): Generator<number> {
  let lists = 0;
  for (let at = 0; at + lvmArea.size <= areas.length && lists < 2; at += lvmArea.size) {
    const offset = safeNumber(decode(lvmArea, areas, at).offset);
    if (offset === 0) lists += 1;
    else if (lists === 1 && offset !== null) yield offset;
  }
}

/** The text of a metadata area; null where there is none. */
function metadataText(volume: ReadableStore, area: number): string | null {
  const head = tryRead(volume, area, lvmMetadata.size);
  if (head === null) return null;
  const { magic, textOffset, textSize, size, textChecksum } = decode(lvmMetadata, head);
  const [offset, length, room] = [safeNumber(textOffset), safeNumber(textSize), safeNumber(size)];
  if (bytesToHex(magic) !== MAGIC || offset === null || length === null || room === null) return null;
  if (length === 0 || length > Math.min(MOST_TEXT, room) || offset < LVM_SECTOR || offset >= room)
    return null;
  // The ring goes on behind the header.
  const straight = Math.min(length, room - offset);
  const first = tryRead(volume, area + offset, straight);
  const rest = straight < length ? tryRead(volume, area + LVM_SECTOR, length - straight) : new Uint8Array();
  if (first === null || rest === null) return null;
  const text = new Uint8Array(length);
  text.set(first);
  text.set(rest, straight);
  // The text ends with a zero.
  return lvmChecksum(text) === textChecksum ? new TextDecoder().decode(text).replace(/\0+$/, "") : null;
}

/** CRC-32 as LVM2 computes it: it begins with another value, and does not invert the result. */
function lvmChecksum(bytes: Uint8Array): number {
  return crc32(bytes, 0xf597a6cf, false);
}

/** The physical volume on a volume; null where there is none. */
export function readPhysicalVolume(volume: ReadableStore): PhysicalVolume | null {
  for (let sector = 0; sector < LVM_LABEL_SECTORS; sector += 1) {
    const bytes = tryRead(volume, sector * LVM_SECTOR, lvmPhysicalVolume.size);
    if (bytes === null) continue;
    const { id, type, uuid, areas, headerOffset } = decode(lvmPhysicalVolume, bytes);
    // All versions of LVM2 put the header behind the label.
    if (id !== "LABELONE" || type !== "LVM2 001" || headerOffset !== lvmPhysicalVolume.fields.uuid.offset)
      continue;
    for (const area of metadataAreas(areas)) {
      const text = metadataText(volume, area);
      const metadata = text === null ? null : parseConfig(text);
      if (metadata !== null) return { uuid, metadata };
    }
    return { uuid, metadata: null };
  }
  return null;
}
