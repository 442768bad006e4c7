import type { Span } from "../../../../api/index.ts";
import type { NodeAttribute } from "../../../../fs/file-system.ts";
import { safeNumber } from "../../../../shared/numbers.ts";
import { type Item, pathBytes } from "../item.ts";
import { accessListRecord, isAccessList } from "./acl.ts";
import { type PaxRecord, paxBytes } from "./pax.ts";
import { sparseMap } from "./sparse-map.ts";
import { headerBytes, LARGEST, LONGEST_NAME, TYPES } from "./tar-header.ts";

const SECOND = 1_000_000_000n;
const SLASH = new Uint8Array([0x2f]);
/** Bytes. Longer attributes don't go into a tar. */
const LONGEST_ATTRIBUTE = 1024 * 1024;

function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const isAscii = (bytes: Uint8Array) => bytes.every((byte) => byte >= 0x20 && byte < 0x7f);

function isUtf8(bytes: Uint8Array): boolean {
  const text = new TextDecoder().decode(bytes);
  return !text.includes("\ufffd");
}

/** A name that does not fit its field, or is no ASCII, as a record. Bytes that are no UTF-8 stay as they are in the field, if they fit. */
function nameRecords(key: "path" | "linkpath", name: Uint8Array): readonly PaxRecord[] {
  if (name.length <= LONGEST_NAME && (isAscii(name) || !isUtf8(name))) return [];
  return isUtf8(name)
    ? [{ key, value: name }]
    : [
        { key: "hdrcharset", value: "BINARY" },
        { key, value: name },
      ];
}

/** "1350244992.023960108", without a fraction of zero. */
function timeText(time: bigint): string {
  const seconds = time / SECOND - (time % SECOND < 0n ? 1n : 0n);
  const fraction = String(time - seconds * SECOND).padStart(9, "0");
  if (/^0+$/.test(fraction)) return String(seconds);
  // A negative time counts its fraction towards zero.
  if (seconds >= 0n) return `${seconds}.${fraction}`;
  const positive = -time;
  return `-${positive / SECOND}.${String(positive % SECOND).padStart(9, "0")}`;
}

function timeRecords(time: bigint | null): readonly PaxRecord[] {
  if (time === null) return [];
  const fits = time % SECOND === 0n && time >= 0n && time / SECOND <= BigInt(LARGEST.time);
  return fits ? [] : [{ key: "mtime", value: timeText(time) }];
}

const numberRecords = (key: string, value: number, largest: number): readonly PaxRecord[] =>
  value > largest ? [{ key, value: String(value) }] : [];

/** An attribute as GNU tar and libarchive store it; null for one that can't be stored. */
function attributeRecord(attribute: NodeAttribute): PaxRecord | null {
  const { name, value } = attribute;
  if (value.length > LONGEST_ATTRIBUTE || /[=\0]/.test(name)) return null;
  return isAccessList(attribute) ? accessListRecord(attribute) : { key: `SCHILY.xattr.${name}`, value };
}

const attributeRecords = ({ stat }: Item): readonly PaxRecord[] =>
  stat.attributes.map(attributeRecord).filter((record) => record !== null);

/** Names of the attributes that a tar can't hold. */
export function lostAttributes({ stat }: Item): readonly string[] {
  return stat.attributes.filter((attribute) => attributeRecord(attribute) === null).map(({ name }) => name);
}

function typeOf({ stat, same }: Item): (typeof TYPES)[keyof typeof TYPES] | null {
  if (same !== null) return TYPES.hardLink;
  return stat.kind === "socket" || stat.kind === "unknown" ? null : TYPES[stat.kind];
}

/** The headers of an item, and for a sparse file the map before its data; null where a tar has no such entry. */
export function entryBytes(item: Item, runs: readonly Span[] | null): Uint8Array<ArrayBuffer> | null {
  const { stat, path, same } = item;
  const type = typeOf(item);
  if (type === null) return null;
  const plain = pathBytes(path);
  const name = type === TYPES.directory ? joined(plain, SLASH) : plain;
  const target = same === null ? (stat.target?.bytes ?? new Uint8Array()) : pathBytes(same);
  const { user, group } = stat.owner ?? { user: 0, group: 0 };
  const full = type === TYPES.file ? (item.content?.size ?? 0) : 0;
  const map = runs === null ? new Uint8Array() : sparseMap(runs, full);
  const stored = runs === null ? full : map.length + runs.reduce((sum, { length }) => sum + length, 0);
  const sparse: readonly PaxRecord[] =
    runs === null
      ? []
      : [
          { key: "GNU.sparse.major", value: "1" },
          { key: "GNU.sparse.minor", value: "0" },
          { key: "GNU.sparse.name", value: name },
          { key: "GNU.sparse.realsize", value: String(full) },
        ];
  const { modified } = stat.times;
  const records = [
    ...nameRecords("path", name),
    ...nameRecords("linkpath", target),
    ...numberRecords("size", stored, LARGEST.size),
    ...numberRecords("uid", user, LARGEST.id),
    ...numberRecords("gid", group, LARGEST.id),
    ...timeRecords(modified),
    ...(same === null ? attributeRecords(item) : []),
    ...sparse,
  ];
  const header = headerBytes({
    name,
    type,
    size: stored,
    mode: stat.mode ?? (stat.kind === "directory" ? 0o755 : 0o644),
    user,
    group,
    modified: modified === null ? 0 : (safeNumber(modified / SECOND) ?? 0),
    target,
    major: stat.device?.major ?? 0,
    minor: stat.device?.minor ?? 0,
  });
  return joined(paxBytes(records), header, map);
}
