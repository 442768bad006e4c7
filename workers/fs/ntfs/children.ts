import type { Steps } from "../../bytes/steps.ts";
import { TYPE } from "./attributes.ts";
import type { Mft } from "./mft.ts";
import { readFileName } from "./names.ts";
import { readRecord } from "./record.ts";

/** Names at most, so that the table keeps below 160 MiB. */
const MOST = 2 ** 23;

/** Records by the folder that their names point to: what a folder holds where its index does not say. */
export class Children {
  /** Whether there were more names than are kept. */
  readonly isCut: boolean;
  readonly #parents: Uint32Array;
  readonly #records: Uint32Array;

  /** @param parents ascending @param records the record of each name */
  private constructor(parents: Uint32Array, records: Uint32Array, isCut: boolean) {
    this.#parents = parents;
    this.#records = records;
    this.isCut = isCut;
  }

  /** Reads the whole MFT once. @param most names that are kept */
  static *sweep(mft: Pick<Mft, "sweep">, most = MOST): Steps<Children> {
    let parents = new Uint32Array(1024);
    let records = new Uint32Array(1024);
    let count = 0;
    let isCut = false;
    yield* mft.sweep((number, bytes) => {
      const record = bytes === null ? null : readRecord(bytes, number);
      if (record === null || !record.isInUse) return;
      for (const attribute of record.attributes) {
        if (attribute.type !== TYPE.fileName || !attribute.resident) continue;
        const name = readFileName(attribute.value);
        if (name === null || name.isShort || name.parent >= 2 ** 32) continue;
        if (count >= most) {
          isCut = true;
          return;
        }
        if (count === parents.length) {
          parents = grown(parents);
          records = grown(records);
        }
        parents[count] = name.parent;
        records[count] = record.base ?? number;
        count += 1;
      }
    });
    const order = new Uint32Array(count);
    for (let index = 0; index < count; index++) order[index] = index;
    order.sort((a, b) => (parents[a] ?? 0) - (parents[b] ?? 0) || (records[a] ?? 0) - (records[b] ?? 0));
    const sorted = (from: Uint32Array) => order.map((index) => from[index] ?? 0);
    return new Children(sorted(parents), sorted(records), isCut);
  }

  /** Records with a name in a folder, each once. */
  of(folder: number): number[] {
    let low = 0;
    let high = this.#parents.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#parents[middle] ?? 0) < folder) low = middle + 1;
      else high = middle;
    }
    const found = new Set<number>();
    for (; this.#parents[low] === folder; low++) found.add(this.#records[low] ?? 0);
    return [...found];
  }
}

function grown(numbers: Uint32Array): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(numbers.length * 2);
  larger.set(numbers);
  return larger;
}
