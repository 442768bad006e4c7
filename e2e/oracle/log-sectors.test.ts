import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { loadCrc32c } from "../../workers/bytes/crc32c.ts";
import { OpenedImage } from "../../workers/engine/image/opened-image.ts";
import { CachedStore } from "../../workers/store/cached-store.ts";
import { MemoryStore } from "../../workers/store/memory-store.ts";
import { OverlayStore } from "../../workers/store/overlay-store.ts";
import { corpusImage, unpack } from "../support/corpus.ts";
import { requireTool } from "../support/needs.ts";
import { type OracleMutation, readLogMutationsWithOracle } from "./oracle.ts";

const SECTOR = 4096;

/** What a reader says of a log. */
interface Said {
  /** Sequence numbers of the active sequence, whether a replay is allowed or not. */
  readonly found: readonly string[];
  readonly replayable: boolean;
}

beforeAll(loadCrc32c);

function engineSays(store: OverlayStore): Said {
  const image = new OpenedImage(new CachedStore(store));
  return {
    found: (image.log?.active ?? []).map(({ header }) => String(header.sequenceNumber)),
    replayable: image.canReplay,
  };
}

async function oracleSays(file: string, mutations: readonly OracleMutation[]): Promise<readonly Said[]> {
  const answers = await readLogMutationsWithOracle(file, mutations);
  return answers.map(({ found, error }) => ({ found, replayable: error === null }));
}

describe.each(["log-ten.vhdx", "log-wrapped.vhdx", "log-many-descriptors.vhdx"])("the log of %s", (name) => {
  async function load() {
    const file = await unpack(name);
    const { log } = corpusImage(name);
    const image = new MemoryStore(new Uint8Array(readFileSync(file)));
    const sectors = Array.from({ length: log.length / SECTOR }, (_, index) => log.offset + index * SECTOR);
    const flipped = (offset: number, length: number) => {
      const store = new OverlayStore(image);
      const bytes = new Uint8Array(length);
      store.read(offset, bytes);
      store.write(
        offset,
        bytes.map((byte) => byte ^ 0xff),
      );
      return store;
    };
    return { file, log, image, sectors, flipped };
  }

  it("has the sequence of EXPECTED.json while it is whole", async (test) => {
    requireTool(test, "corpus");
    const { log, image } = await load();
    const expected = { found: log.active.map(({ sequence }) => sequence), replayable: true };
    expect(engineSays(new OverlayStore(image))).toEqual(expected);
  });

  it.for([
    ["a whole sector", 0, SECTOR],
    ["the end of a sector, as a torn write leaves it,", SECTOR / 2, SECTOR / 2],
    ["a byte in the middle of a sector", 1000, 1],
  ] as const)("reads as the second reader says with %s flipped", async ([, from, length], test) => {
    requireTool(test, "corpus", "python3");
    const { file, sectors, flipped } = await load();
    const said = await oracleSays(
      file,
      sectors.map((sector) => ({ flip: sector + from, length })),
    );
    expect(sectors.map((sector) => engineSays(flipped(sector + from, length)))).toEqual(said);
    // Some sectors mattered, and some did not.
    expect(new Set(said.map(({ found }) => found.join())).size).toBeGreaterThan(1);
  });

  it("is refused with the file cut at any sector of it", async (test) => {
    requireTool(test, "corpus", "python3");
    const { file, image, sectors } = await load();
    const said = await oracleSays(
      file,
      sectors.map((sector) => ({ truncate: sector })),
    );
    const engine = sectors.map((sector) => {
      const store = new OverlayStore(image);
      store.truncate(sector);
      return engineSays(store).replayable;
    });
    expect(engine).toEqual(said.map(({ replayable }) => replayable));
    expect(engine).not.toContain(true);
  });

  it("reads as the second reader says with nothing left from any sector on", async (test) => {
    requireTool(test, "corpus", "python3");
    const { file, log, image, sectors } = await load();
    const said = await oracleSays(
      file,
      sectors.map((sector) => ({ truncate: sector })),
    );
    const engine = sectors.map((sector) => {
      // Cut and grown again: the part that was cut reads as zeros, and the log has its whole place, so that it is searched.
      const store = new OverlayStore(image);
      store.write(sector, new Uint8Array(log.offset + log.length - sector));
      return engineSays(store).found;
    });
    expect(engine).toEqual(said.map(({ found }) => found));
  });
});
