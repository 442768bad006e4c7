/*
 * The records around the files of a zip archive (PKWARE's APPNOTE.TXT), for files that are stored as they are. Numbers that
 * don't fit into 32 bits go into the fields of Zip64 (4.5.3), which are only there where they are needed.
 */

/** What a record says of one file. */
export interface FileFacts {
  /** UTF-8. */
  readonly name: Uint8Array;
  /** Bytes. */
  readonly size: number;
  readonly crc32: number;
  /** POSIX permissions. */
  readonly mode: number;
  readonly lastModified: Date;
  /** POSIX type of the file: a regular one where it is left out. */
  readonly type?: number;
  /** Seconds since 1970, for a field of its own (Info-ZIP's "UT"): the DOS time has neither zone nor odd seconds. */
  readonly seconds?: number;
}

/** POSIX types of files that are not regular. */
export const FOLDER = 0o040000;
export const SYMLINK = 0o120000;

type Field = readonly [width: 2 | 4 | 8, value: number];

/** What a field of 32 bits says where Zip64 has the number. */
const ELSEWHERE = 0xffffffff;
/** Version 2.0 of the format, or 4.5, which has Zip64. */
const VERSION = 20;
const VERSION_ZIP64 = 45;
const MADE_ON_UNIX = 3 << 8;
const NAMES_ARE_UTF8 = 1 << 11;
const STORED = 0;
const REGULAR_FILE = 0o100000;
const ZIP64_EXTRA = 1;
const DOS_FOLDER = 0x10;
/** Entries that the end record can count without Zip64. */
const MOST_ENTRIES = 0xffff;

const isLarge = (value: number) => value >= ELSEWHERE;
const fits = (value: number) => Math.min(value, ELSEWHERE);

/** Fields one after the other, little-endian. */
function record(...fields: readonly Field[]): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(fields.reduce((sum, [width]) => sum + width, 0)));
  let at = 0;
  for (const [width, value] of fields) {
    if (width === 2) view.setUint16(at, value, true);
    else if (width === 4) view.setUint32(at, value, true);
    else view.setBigUint64(at, BigInt(value), true);
    at += width;
  }
  return new Uint8Array(view.buffer);
}

function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const UNIX_TIME_EXTRA = 0x5455;

/** Info-ZIP's extended time stamp, with the time of the last change alone. */
function timeExtra({ seconds }: FileFacts): Uint8Array<ArrayBuffer> {
  if (seconds === undefined || seconds < -(2 ** 31) || seconds >= 2 ** 31) return new Uint8Array(0);
  const changed = 1;
  const head = record([2, UNIX_TIME_EXTRA], [2, 5]);
  return joined(head, new Uint8Array([changed]), record([4, seconds >>> 0]));
}

function zip64Extra(values: readonly number[]): Uint8Array<ArrayBuffer> {
  if (values.length === 0) return new Uint8Array(0);
  const fields = values.map((value): Field => [8, value]);
  return record([2, ZIP64_EXTRA], [2, values.length * 8], ...fields);
}

/** Local time in steps of two seconds, from 1980 on (4.4.6). */
function dosTime(date: Date): Field[] {
  const time = (date.getHours() << 11) | (date.getMinutes() << 5) | (date.getSeconds() >> 1);
  const day = ((date.getFullYear() - 1980) << 9) | ((date.getMonth() + 1) << 5) | date.getDate();
  return [
    [2, time],
    [2, day],
  ];
}

/** The fields that a file's two headers share (4.3.7, 4.3.12). */
function shared(file: FileFacts, version: number, extraLength: number): Field[] {
  return [
    [2, version],
    [2, NAMES_ARE_UTF8],
    [2, STORED],
    ...dosTime(file.lastModified),
    [4, file.crc32],
    [4, fits(file.size)],
    [4, fits(file.size)],
    [2, file.name.length],
    [2, extraLength],
  ];
}

/** What stands before a file's bytes (4.3.7). */
export function localHeader(file: FileFacts): Uint8Array<ArrayBuffer> {
  const extra64 = zip64Extra(isLarge(file.size) ? [file.size, file.size] : []);
  const version = extra64.length > 0 ? VERSION_ZIP64 : VERSION;
  const extra = joined(extra64, timeExtra(file));
  return joined(record([4, 0x04034b50], ...shared(file, version, extra.length)), file.name, extra);
}

/**
 * A file's entry in the directory at the end (4.3.12).
 *
 * @param offset of its local header from the start of the archive
 */
export function directoryEntry(file: FileFacts, offset: number): Uint8Array<ArrayBuffer> {
  const extra64 = zip64Extra([
    ...(isLarge(file.size) ? [file.size, file.size] : []),
    ...(isLarge(offset) ? [offset] : []),
  ]);
  const version = extra64.length > 0 ? VERSION_ZIP64 : VERSION;
  const extra = joined(extra64, timeExtra(file));
  const head = record(
    [4, 0x02014b50],
    [2, MADE_ON_UNIX | version],
    ...shared(file, version, extra.length),
    // No comment, first disk, no internal attributes.
    [2, 0],
    [2, 0],
    [2, 0],
    [
      4,
      (((file.type ?? REGULAR_FILE) | file.mode) * 0x10000 + (file.type === FOLDER ? DOS_FOLDER : 0)) >>> 0,
    ],
    [4, fits(offset)],
  );
  return joined(head, file.name, extra);
}

/**
 * What ends the archive (4.3.14 to 4.3.16).
 *
 * @param offset of the directory from the start of the archive
 * @param length of the directory in bytes
 */
export function directoryEnd(entries: number, offset: number, length: number): Uint8Array<ArrayBuffer> {
  const end = record(
    [4, 0x06054b50],
    [2, 0],
    [2, 0],
    [2, Math.min(entries, MOST_ENTRIES)],
    [2, Math.min(entries, MOST_ENTRIES)],
    [4, fits(length)],
    [4, fits(offset)],
    [2, 0],
  );
  if (!isLarge(offset) && !isLarge(length) && entries < MOST_ENTRIES) return end;
  const end64 = record(
    [4, 0x06064b50],
    // Bytes of the record behind this field.
    [8, 44],
    [2, MADE_ON_UNIX | VERSION_ZIP64],
    [2, VERSION_ZIP64],
    [4, 0],
    [4, 0],
    [8, entries],
    [8, entries],
    [8, length],
    [8, offset],
  );
  const locator = record([4, 0x07064b50], [4, 0], [8, offset + length], [4, 1]);
  return joined(end64, locator, end);
}
