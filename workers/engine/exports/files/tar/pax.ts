import { headerBytes, BLOCK, TYPES } from "./tar-header.ts";

/** A record of an extended header. */
export interface PaxRecord {
  readonly key: string;
  readonly value: string | Uint8Array;
}

const encoder = new TextEncoder();

/** "30 mtime=1350244992.023960108\n": the number counts itself. */
function recordBytes({ key, value }: PaxRecord): Uint8Array {
  const content = typeof value === "string" ? encoder.encode(value) : value;
  const name = encoder.encode(` ${key}=`);
  const rest = name.length + content.length + 1;
  let length = rest + 1;
  while (String(length).length + rest !== length) length = String(length).length + rest;
  const bytes = new Uint8Array(length);
  const digits = encoder.encode(String(length));
  bytes.set(digits, 0);
  bytes.set(name, digits.length);
  bytes.set(content, digits.length + name.length);
  bytes[length - 1] = 0x0a;
  return bytes;
}

/** Bytes of the padding behind content. */
export const paddingOf = (length: number): number => (BLOCK - (length % BLOCK)) % BLOCK;

/** An extended header with its own header before it; empty for no records. It is about the entry that follows. */
export function paxBytes(records: readonly PaxRecord[]): Uint8Array<ArrayBuffer> {
  if (records.length === 0) return new Uint8Array();
  const parts = records.map(recordBytes);
  const size = parts.reduce((sum, part) => sum + part.length, 0);
  const bytes = new Uint8Array(BLOCK + size + paddingOf(size));
  bytes.set(headerBytes({ name: encoder.encode("PaxHeaders/entry"), type: TYPES.pax, size }));
  let at = BLOCK;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
