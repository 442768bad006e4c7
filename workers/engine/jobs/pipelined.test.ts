import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MemoryStore } from "../../store/memory-store.ts";
import { VhdxError } from "../../shared/error.ts";
import { UNATTENDED } from "./jobs.ts";
import { CHUNK, chunked, pipelined, readInOrder } from "./pipelined.ts";

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

const later = <T>(turns: number, value: T) =>
  new Promise<T>((resolve) => {
    const step = (left: number) => (left === 0 ? resolve(value) : setTimeout(() => step(left - 1), 0));
    step(turns);
  });

describe("pipelined", () => {
  it("yields in order, whichever ends first, with no more in flight than allowed", async () => {
    let running = 0;
    let most = 0;
    const tasks = [5, 0, 3, 1, 4, 0, 2].map((turns, index) => async () => {
      running += 1;
      most = Math.max(most, running);
      const result = await later(turns, index);
      running -= 1;
      return result;
    });
    expect(await collect(pipelined(tasks, UNATTENDED, 3))).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(most).toBe(3);
  });

  it("ends with the first failure in order", async () => {
    const seen: number[] = [];
    const tasks = [0, 1, 2, 3].map(
      (index) => () => (index >= 2 ? Promise.reject(new Error(`task ${index}`)) : Promise.resolve(index)),
    );
    const reading = async () => {
      for await (const item of pipelined(tasks, UNATTENDED)) seen.push(item);
    };
    await expect(reading()).rejects.toThrow("task 2");
    expect(seen).toEqual([0, 1]);
  });

  it("starts nothing once the job is cancelled, and ends after what is in flight", async () => {
    let cancelled = false;
    const job = {
      checkpoint: async () => {
        if (cancelled) throw new VhdxError("cancelled", "Cancelled.");
      },
    };
    const events: string[] = [];
    const tasks = Array.from({ length: 9 }, (_, index) => async () => {
      events.push(`start ${index}`);
      await later(index === 0 ? 1 : 5, index);
      events.push(`end ${index}`);
      if (index === 0) cancelled = true;
    });
    const reading = async () => {
      for await (const _ of pipelined(tasks, job, 3)) events.push("yield");
    };
    await expect(reading()).rejects.toMatchObject({ code: "cancelled" });
    events.push("settled");
    expect(events).toEqual([...["start 0", "start 1", "start 2"], ...["end 0", "end 1", "end 2", "settled"]]);
  });

  it("ends after what is in flight where one fails, too", async () => {
    const events: string[] = [];
    const tasks = [0, 1, 2, 3, 4].map((index) => async () => {
      await later(index, index);
      events.push(`end ${index}`);
      if (index === 0) throw new Error("broken");
    });
    const reading = async () => {
      for await (const _ of pipelined(tasks, UNATTENDED, 3)) events.push("yield");
    };
    await expect(reading()).rejects.toThrow("broken");
    expect(events).toEqual(["end 0", "end 1", "end 2"]);
  });

  it("starts nothing more once the caller stops", async () => {
    let started = 0;
    const tasks = Array.from({ length: 20 }, () => () => Promise.resolve((started += 1)));
    for await (const item of pipelined(tasks, UNATTENDED, 2)) if (item === 3) break;
    expect(started).toBeLessThanOrEqual(5);
  });
});

it("cuts a run at multiples of the chunk", () => {
  fc.assert(
    fc.property(fc.nat(100), fc.nat(100), fc.integer({ min: 1, max: 9 }), (offset, length, chunk) => {
      const runs = [...chunked(offset, length, chunk)];
      let at = offset;
      for (const run of runs) {
        expect(run.offset).toBe(at);
        expect(run.length).toBeGreaterThan(0);
        expect(Math.floor((run.offset + run.length - 1) / chunk)).toBe(Math.floor(run.offset / chunk));
        at += run.length;
      }
      expect(at).toBe(offset + length);
    }),
  );
});

it("reads a run of a store in order", async () => {
  const store = new MemoryStore(2 * CHUNK + 1000);
  store.write(CHUNK - 2, Uint8Array.of(1, 2, 3, 4));
  const chunks = await collect(readInOrder(store, 100, 2 * CHUNK, UNATTENDED));
  expect(chunks.map(({ length }) => length)).toEqual([CHUNK - 100, CHUNK, 100]);
  expect(chunks[0]?.slice(-2)).toEqual(Uint8Array.of(1, 2));
  expect(chunks[1]?.slice(0, 2)).toEqual(Uint8Array.of(3, 4));
});
