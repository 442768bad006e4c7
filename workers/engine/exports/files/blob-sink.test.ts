import { expect, it } from "vitest";
import { BlobStore } from "../../../store/blob-store.ts";
import { BlobSink } from "./blob-sink.ts";

const MIB = 2 ** 20;
const SOURCE = Uint8Array.from({ length: 3 * MIB }, (_, at) => (at * 31 + (at >> 9)) % 253);

/** Does the same to a sink and to a plain list of bytes. */
async function written(steps: number, seed: number): Promise<[blob: Uint8Array, plain: Uint8Array]> {
  let state = seed;
  const random = (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return (state >> 8) % below;
  };
  const store = new BlobStore(new Blob([SOURCE]));
  const sink = new BlobSink();
  const plain: Uint8Array[] = [];
  /** A part of an archive: bytes, zeros, or a slice of the opened file. */
  const part = async () => {
    const length = random(4) === 0 ? random(MIB * 1.5) : random(300);
    const offset = random(SOURCE.length - length);
    const kind = random(5);
    plain.push(kind === 0 ? new Uint8Array(length) : SOURCE.slice(offset, offset + length));
    if (kind === 0) await sink.zeros(length);
    else if (kind === 1) await sink.pieces([{ kind: "store", store, offset, length }]);
    else await sink.write(SOURCE.slice(offset, offset + length));
  };
  for (let step = 0; step < steps; step += 1) {
    // A file with what stands before it, which is known behind it.
    const head = Uint8Array.from({ length: 30 + random(60) }, () => 1 + random(255));
    const room = await sink.room(head.length);
    expect(room.offset).toBe(plain.reduce((sum, { length }) => sum + length, 0));
    const at = plain.push(head) - 1;
    for (let parts = random(4); parts > 0; parts -= 1) await part();
    await sink.fill(room, head);
    expect(plain[at]).toBe(head);
    if (random(3) === 0) await part();
  }
  expect(sink.length).toBe(plain.reduce((sum, { length }) => sum + length, 0));
  return [
    new Uint8Array(await sink.build("").arrayBuffer()),
    new Uint8Array(await new Blob(plain as Uint8Array<ArrayBuffer>[]).arrayBuffer()),
  ];
}

it.each([1, 2, 3, 4, 5, 6, 7, 8])("makes the bytes that were written, in their order (%s)", async (seed) => {
  const [blob, plain] = await written(25, seed);
  expect(Buffer.compare(blob, plain)).toBe(0);
});

it("opens one room at a time", async () => {
  const sink = new BlobSink();
  const room = await sink.room(4);
  await expect(sink.room(4)).rejects.toThrow("a room is open already");
  await sink.write(new Uint8Array(2 * MIB));
  await expect(sink.room(4)).rejects.toThrow("a room is open already");
  await sink.fill(room, new Uint8Array(4));
  await sink.room(4);
});
