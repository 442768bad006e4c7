/** The guest's operations. Each follows from the seed and its number, so that writer and judge know it without a message. */

export const DISK = "killed.vhdx";
export const SECTOR = 512;
export const BLOCK_SIZE = 1024 * 1024;
export const DISK_SIZE = 32 * BLOCK_SIZE;
export const SECTORS = DISK_SIZE / SECTOR;

/** Operations from one flush to the next, at most. */
const LONGEST_GROUP = 8;
/** Flushes that a writer may report before it waits for an acknowledgement. */
export const UNNOTED_FLUSHES = 3;
/** The most operations that can have begun after the last acknowledged flush. */
export const UNNOTED = (UNNOTED_FLUSHES + 1) * LONGEST_GROUP;

const SECTORS_PER_BLOCK = BLOCK_SIZE / SECTOR;

export interface Operation {
  /** `close` empties the log. */
  readonly kind: "write" | "zero" | "trim" | "close";
  /** The run of sectors that is changed; empty for `close`. */
  readonly first: number;
  readonly count: number;
  /** Whether the guest waits afterwards until all of it is durable. */
  readonly flush: boolean;
}

/** A random number from 0 to 1 (exclusive), the same for the same seed, number and turn. */
function random(seed: number, number: number, turn: number): number {
  let x = seed ^ Math.imul(number, 0x9e3779b1) ^ Math.imul(turn, 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return ((x ^ (x >>> 16)) >>> 0) / 2 ** 32;
}

/** @param number from 1 on */
export function operationOf(seed: number, number: number): Operation {
  const pick = random(seed, number, 0);
  const flush = number % LONGEST_GROUP === 0 || random(seed, number, 1) < 0.4;
  if (pick < 0.04) return { kind: "close", first: 0, count: 0, flush: true };
  if (pick < 0.16) {
    // Whole blocks give their storage back, so that later writes use it again.
    const blocks = SECTORS / SECTORS_PER_BLOCK;
    const first = Math.floor(random(seed, number, 2) * blocks);
    const count = Math.min(1 + Math.floor(random(seed, number, 3) * 3), blocks - first);
    const kind = pick < 0.1 ? "zero" : "trim";
    return { kind, first: first * SECTORS_PER_BLOCK, count: count * SECTORS_PER_BLOCK, flush };
  }
  const first = Math.floor(random(seed, number, 2) * SECTORS);
  // Mostly short, now and then over a block's end.
  const longest = 1 + Math.floor(random(seed, number, 3) ** 4 * 3000);
  const count = Math.min(longest, SECTORS - first);
  return { kind: pick < 0.2 ? "zero" : "write", first, count, flush };
}

/** Fills a sector with bytes that say which operation wrote them where. */
export function fillSector(into: Uint32Array, number: number, sector: number): void {
  into[0] = number;
  into[1] = sector;
  for (let at = 2; at < into.length; at++) into[at] = Math.imul(number ^ Math.imul(sector, at), 0x9e3779b1);
}

/** The bytes of a `write`. */
export function bytesOf(number: number, { first, count }: Operation): Uint8Array<ArrayBuffer> {
  const words = new Uint32Array((count * SECTOR) / 4);
  const perSector = SECTOR / 4;
  for (let at = 0; at < count; at++)
    fillSector(words.subarray(at * perSector, (at + 1) * perSector), number, first + at);
  return new Uint8Array(words.buffer);
}
