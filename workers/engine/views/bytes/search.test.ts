import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SearchRequest } from "../../../api/index.ts";
import { MIB } from "../../../shared/numbers.ts";
import { MemoryStore } from "../../../store/memory-store.ts";
import type { JobContext } from "../../jobs/jobs.ts";
import { matches, search } from "./search.ts";
import { type SearchSpace, storeSpace } from "./search-space.ts";

const job: JobContext = {
  cancelled: false,
  progress: () => {},
  pointOfNoReturn: () => {},
  checkpoint: () => Promise.resolve(),
};

const ask = (part: Partial<SearchRequest> & Pick<SearchRequest, "pattern">): SearchRequest => ({
  space: "file",
  ignoreCase: false,
  from: 0,
  direction: "forward",
  limit: 1000,
  ...part,
});

/** A store's bytes, of which only the listed runs count as stored and may be read. */
function sparse(
  bytes: Uint8Array<ArrayBuffer>,
  runs: readonly { readonly from: number; readonly to: number }[],
): SearchSpace & { readonly read: SearchSpace["read"]; bytesRead: number } {
  const space = {
    ...storeSpace(new MemoryStore(bytes)),
    bytesRead: 0,
    read: (offset: number, length: number) => {
      space.bytesRead += length;
      return Promise.resolve(bytes.subarray(offset, offset + length));
    },
    stored: (from: number, to: number) => {
      const inside = runs
        .map((run) => ({ from: Math.max(from, run.from), to: Math.min(to, run.to) }))
        .filter((run) => run.from < run.to);
      const [first] = inside;
      const last = inside.at(-1);
      return first === undefined || last === undefined
        ? null
        : { offset: first.from, length: last.to - first.from };
    },
  };
  return space;
}

describe("search", () => {
  const bytes = new Uint8Array(13 * MIB);
  const places = [0, 100, 4 * MIB - 2, 8 * MIB - 4, 8 * MIB, 13 * MIB - 4];
  for (const at of places) bytes.set([0x68, 0x65, 0x61, 0x64], at);
  const space = storeSpace(new MemoryStore(bytes));
  const pattern = Uint8Array.of(0x68, 0x65, 0x61, 0x64);

  it("finds every place, those over the edge of a window included, in both directions", async () => {
    expect(await search(space, ask({ pattern }), job)).toEqual({ hits: places, complete: true });
    const back = await search(space, ask({ pattern, direction: "backward", from: bytes.length }), job);
    expect(back.hits).toEqual(places.toReversed());
  });

  it("begins at the offset itself, whichever the direction", async () => {
    const one = (part: Partial<SearchRequest>) => search(space, ask({ pattern, limit: 1, ...part }), job);
    expect((await one({ from: 100 })).hits).toEqual([100]);
    expect((await one({ from: 101 })).hits).toEqual([4 * MIB - 2]);
    expect((await one({ from: 100, direction: "backward" })).hits).toEqual([100]);
    expect((await one({ from: 99, direction: "backward" })).hits).toEqual([0]);
    expect(await one({ from: -1, direction: "backward" })).toEqual({ hits: [], complete: true });
    expect(await one({ from: bytes.length })).toEqual({ hits: [], complete: true });
  });

  it("stops at the limit and says so", async () => {
    expect(await search(space, ask({ pattern, limit: 2 }), job)).toEqual({
      hits: [0, 100],
      complete: false,
    });
  });

  it("keeps to a run of the file, whose offsets are those of the file", async () => {
    const run = storeSpace(new MemoryStore(bytes), { offset: 50, length: 4 * MIB });
    expect((await search(run, ask({ pattern }), job)).hits).toEqual([100, 4 * MIB - 2]);
    const cut = storeSpace(new MemoryStore(bytes), { offset: 13 * MIB - 10, length: 4 * MIB });
    expect((await search(cut, ask({ pattern }), job)).hits).toEqual([13 * MIB - 4]);
    const beyond = storeSpace(new MemoryStore(bytes), { offset: 14 * MIB, length: 4 * MIB });
    expect((await search(beyond, ask({ pattern }), job)).hits).toEqual([]);
  });

  it("finds nothing for an empty pattern or one that is longer than the space", async () => {
    const small = storeSpace(new MemoryStore(Uint8Array.of(1, 2)));
    expect((await search(small, ask({ pattern: new Uint8Array(0) }), job)).hits).toEqual([]);
    expect((await search(small, ask({ pattern: Uint8Array.of(1, 2, 3) }), job)).hits).toEqual([]);
  });
});

it("reads only what is stored, and still finds what reaches into zeros", async () => {
  const bytes = new Uint8Array(600 * MIB);
  bytes.set([7, 7, 7], 300 * MIB);
  const space = sparse(bytes, [{ from: 300 * MIB, to: 300 * MIB + 3 }]);
  const pattern = Uint8Array.of(0, 0, 7, 7, 7, 0);
  expect((await search(space, ask({ pattern }), job)).hits).toEqual([300 * MIB - 2]);
  const back = await search(space, ask({ pattern, direction: "backward", from: bytes.length }), job);
  expect(back.hits).toEqual([300 * MIB - 2]);
  expect(space.bytesRead).toBeLessThan(100);
});

it("finds zeros where nothing is stored", async () => {
  const space = sparse(new Uint8Array(16), []);
  const hits = (await search(space, ask({ pattern: new Uint8Array(4) }), job)).hits;
  expect(hits).toEqual(Array.from({ length: 13 }, (_, at) => at));
});

describe("matches", () => {
  it("finds what a plain comparison finds", () => {
    const letters = fc.uint8Array({ min: 0x40, max: 0x43, maxLength: 60 });
    fc.assert(
      fc.property(
        letters,
        fc.uint8Array({ min: 0x40, max: 0x43, minLength: 1, maxLength: 3 }),
        (all, part) => {
          const text = String.fromCharCode(...all);
          const wanted = String.fromCharCode(...part);
          const places = Array.from(text, (_, at) => at).filter((at) => text.startsWith(wanted, at));
          expect([...matches(all, part, false)]).toEqual(places);
        },
      ),
    );
  });

  it("ignores the case of ASCII letters and of nothing else", () => {
    const text = (value: string) => Uint8Array.from(value, (character) => character.charCodeAt(0));
    expect([...matches(text("NTFS ntfs"), text("nTfS"), true)]).toEqual([0, 5]);
    expect([...matches(text("[{"), text("{"), true)]).toEqual([1]);
    expect([...matches(text("\u00c4"), text("\u00e4"), true)]).toEqual([]);
  });
});
