import { crc32c } from "../../workers/bytes/crc32c.ts";
import { isZero } from "../../workers/bytes/zero.ts";
import { KIB, MIB } from "../../workers/shared/numbers.ts";
import type { ReadableStore } from "../../workers/store/store.ts";

/** Digests of what is too long to be recorded: CRC-32C as eight hex digits, enough to see that something is another. */
const hex = (value: number): string => (value >>> 0).toString(16).padStart(8, "0");

const encoder = new TextEncoder();

/** A value as JSON has it, with what JSON lacks: big numbers, bytes, maps and sets. */
function plain(_key: string, value: unknown): unknown {
  if (typeof value === "bigint") return `${value}n`;
  if (ArrayBuffer.isView(value))
    return `bytes ${value.byteLength} ${hex(crc32c(new Uint8Array(value.buffer, value.byteOffset, value.byteLength)))}`;
  if (value instanceof Map || value instanceof Set) return [...value];
  return value;
}

/** The digest of plain data. */
export const digestOf = (value: unknown): string =>
  hex(crc32c(encoder.encode(JSON.stringify(value, plain) ?? "undefined")));

const PAGE = 4 * KIB;
/** Bytes that are read at a time. */
const WINDOW = MIB;

/** The digest of bytes that come run by run. Zeros count by their place alone, so that terabytes of zeros cost nothing. */
export class BytesDigest {
  #digest = 0;

  /** @param at of the first byte */
  take(at: number, bytes: Uint8Array): void {
    for (let from = 0; from < bytes.length;) {
      const to = Math.min(bytes.length, from + PAGE - ((at + from) % PAGE));
      const page = bytes.subarray(from, to);
      if (!isZero(page)) this.note([at + from, trimmed(page)]);
      from = to;
    }
  }

  /** Something between the bytes, such as a run that can't be read. */
  note(value: readonly unknown[]): void {
    this.#digest = crc32c(encoder.encode(`${this.#digest} ${JSON.stringify(value, plain)}`));
  }

  get text(): string {
    return hex(this.#digest);
  }
}

/** Without zeros at either end, with the number of those in front, so that the digest does not depend on how a run was cut. */
function trimmed(page: Uint8Array): readonly unknown[] {
  let start = 0;
  let end = page.length;
  while (start < end && page[start] === 0) start += 1;
  while (end > start && page[end - 1] === 0) end -= 1;
  return [start, page.subarray(start, end)];
}

/** A longer run has its ends read, and is a matter of seconds otherwise. */
const LONGEST = 96 * MIB;

/** Digest of a run of a store, whole by default. */
export function storeDigest(store: ReadableStore, start = 0, end = store.size): string {
  const digest = new BytesDigest();
  if (end - start > LONGEST) {
    digest.note(["long", end - start]);
    digest.note([storeDigest(store, start, start + MIB), storeDigest(store, end - MIB, end)]);
    return digest.text;
  }
  for (let at = start; at < end; at += WINDOW) {
    const bytes = new Uint8Array(Math.min(WINDOW, end - at));
    store.read(at, bytes);
    digest.take(at, bytes);
  }
  return digest.text;
}
