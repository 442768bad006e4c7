import { GIB, KIB, MIB } from "../../shared/numbers.ts";
import { runSteps } from "../../bytes/steps.ts";
import { Random } from "../store/conformance/random.ts";
import { MemoryStore } from "../../store/memory-store.ts";
import type { CreateOptions } from "../../vhdx/write/create-options.ts";
import { HEADER_OFFSETS } from "../../vhdx/headers/header-section.ts";
import { ZERO } from "../../shared/bat-states.ts";
import { CHILD_SCENARIOS } from "./child-scenarios.ts";
import { type Effort, FEWER, FEWEST, FULL_EFFORT } from "./crash-states.ts";
import { type Guest, Recording, type WriteEngine } from "./recording.ts";
import { image, pattern, SMALL } from "./scenario-bases.ts";

/** Something that a user does to an image; every operation on the store is recorded. */
export interface Scenario {
  readonly name: string;
  readonly effort: Effort;
  record(engine: WriteEngine): Recording;
}

const scenario = (name: string, record: Scenario["record"], effort = FULL_EFFORT): Scenario => ({
  name,
  effort,
  record,
});

/** One session on an image. */
function edits(
  base: () => MemoryStore | ReturnType<typeof image>,
  work: (guest: Guest) => void,
): Scenario["record"] {
  return (engine) => {
    const recording = new Recording(base());
    const guest = recording.edit(engine);
    work(guest);
    guest.close();
    return recording;
  };
}

function created(options: Partial<CreateOptions>): Scenario["record"] {
  return (engine) => {
    const whole = { ...SMALL, ...options };
    const recording = new Recording(new MemoryStore(), { size: whole.size, runs: [] });
    recording.begin("create");
    runSteps(engine.createImage(recording.store, whole, recording.newGuid));
    recording.promise("exists");
    recording.promise("clean");
    return recording;
  };
}

const withBlocks = (...blocks: number[]) =>
  image({}, (writer) => {
    for (const block of blocks) writer.write(block * MIB, pattern(100 + block, 200 * KIB));
  });

/** A hundred commits or so before any state is tried, so that the log is nearly full. */
function fillLog(guest: Guest, commits: number): void {
  for (let nth = 0; nth < commits; nth++) {
    if (nth % 2 === 0) guest.zero(9 * MIB, MIB);
    else guest.trim(9 * MIB, MIB, "release-space");
  }
  guest.flush();
}

/** Work of a user in one session or a few. */
export const SHORT_SCENARIOS: readonly Scenario[] = [
  scenario(
    "first write",
    edits(image, (guest) => {
      guest.write(2 * MIB + 100, pattern(1, 5000));
      guest.flush();
    }),
  ),
  scenario(
    "first write, not flushed",
    edits(image, (guest) => guest.write(3 * MIB, pattern(2, 64 * KIB))),
  ),
  scenario(
    "BAT growth",
    edits(image, (guest) => {
      for (let block = 0; block < 12; block++) {
        guest.write(block * MIB + block * 700, pattern(block, 3000));
        if (block % 3 === 2) guest.flush();
      }
      guest.write(12 * MIB, pattern(12, 300 * KIB));
      guest.flush();
    }),
    FEWER,
  ),
  scenario(
    "many-block write",
    edits(
      () => withBlocks(1, 4),
      (guest) => {
        guest.write(700_001, pattern(1, 5 * MIB + 333));
        guest.flush();
        guest.write(8 * MIB - 512, pattern(2, 1024));
        guest.flush();
      },
    ),
  ),
  scenario(
    "unaligned writes",
    edits(
      () => withBlocks(0, 1, 2),
      (guest) => {
        guest.write(MIB - 7, pattern(1, 14));
        guest.write(MIB + 5, pattern(2, 600));
        guest.write(3 * MIB - 300, pattern(3, 601));
        guest.flush();
        guest.write(MIB + 300, pattern(4, 1));
        guest.write(12 * MIB + 300 * KIB - 3, pattern(5, 3));
        guest.flush();
      },
    ),
  ),
  scenario(
    "write in place",
    edits(
      () => withBlocks(3, 12),
      (guest) => {
        for (let round = 0; round < 6; round++) {
          guest.write(3 * MIB + round * 512, pattern(round, 4096));
          guest.write(12 * MIB + 100_000, pattern(round + 50, 2000));
          if (round % 2 === 1) guest.flush();
        }
      },
    ),
  ),
  scenario(
    "log wrap",
    (engine) => {
      const recording = new Recording(withBlocks(0));
      const guest = recording.edit(engine);
      fillLog(guest, 120);
      recording.checkFrom = recording.now;
      for (let nth = 0; nth < 14; nth++) {
        guest.write((nth % 12) * MIB + 999, pattern(nth, 1500));
        if (nth % 4 === 3) guest.trim((nth % 5) * MIB, MIB, "keep-space");
        guest.flush();
      }
      guest.close();
      return recording;
    },
    FEWER,
  ),
  scenario("a commit of two entries", (engine) => largeCommit(engine, 0), FEWEST),
  // So many commits that the log has room for the first of the two entries and not for the second.
  scenario("log full in the middle of a commit", (engine) => largeCommit(engine, 66), FEWEST),
  scenario(
    "entries of many sectors around the ring",
    (engine) => {
      const recording = new Recording(image({ size: 18 * GIB }));
      const guest = recording.edit(engine);
      for (let nth = 0; nth < 6; nth++) {
        if (nth === 4) recording.checkFrom = recording.now;
        guest.zero(nth * MIB, 16 * GIB);
        guest.trim(nth * MIB, 16 * GIB, "release-space");
        guest.write(nth * 3 * GIB + 70_000, pattern(nth, 900));
        guest.flush();
      }
      guest.close();
      return recording;
    },
    FEWEST,
  ),
  scenario("create dynamic", created({}), FEWER),
  scenario("create with ZERO blocks", created({ blockState: ZERO, creator: "x".repeat(256) }), FEWER),
  scenario("create fixed", created({ type: "fixed", logSize: 3 * MIB }), FEWER),
  scenario("create with 4096-byte sectors", created({ logicalSectorSize: 4096, blockSize: 2 * MIB }), FEWER),
  scenario(
    "trim and keep the space, then write again",
    edits(
      () => withBlocks(1, 2, 3, 12),
      (guest) => {
        guest.trim(MIB - 512, 2 * MIB + 512, "keep-space");
        guest.flush();
        guest.write(MIB + 4096, pattern(1, 9000));
        guest.flush();
        guest.trim(12 * MIB, 300 * KIB, "keep-space");
        guest.write(12 * MIB + 512, pattern(2, 512));
        guest.flush();
      },
    ),
  ),
  scenario(
    "trim and release the space, then write elsewhere",
    edits(
      () => withBlocks(1, 2, 3),
      (guest) => {
        guest.trim(MIB, 2 * MIB, "release-space");
        guest.write(7 * MIB, pattern(1, 50_000));
        guest.write(MIB, pattern(2, 512));
        guest.flush();
      },
    ),
  ),
  scenario(
    "zero whole and partial blocks",
    edits(
      () => withBlocks(1, 2, 3, 12),
      (guest) => {
        guest.zero(MIB + 10_000, 2 * MIB + 300);
        guest.flush();
        guest.zero(12 * MIB, 300 * KIB);
        guest.write(2 * MIB + 77, pattern(1, 3000));
        guest.flush();
      },
    ),
  ),
  scenario("reuse of released space", (engine) => {
    const recording = new Recording(withBlocks(0, 1, 2, 3, 4));
    const first = recording.edit(engine);
    first.trim(MIB, 2 * MIB, "release-space");
    first.close();
    // The same writer continues: the space that it released is free now.
    first.write(8 * MIB + 1000, pattern(1, 2000));
    first.flush();
    first.zero(3 * MIB, MIB);
    first.close();
    const second = recording.edit(engine);
    second.write(9 * MIB + 512, pattern(2, 700));
    second.write(10 * MIB, pattern(3, 40_000));
    second.flush();
    second.close();
    return recording;
  }),
  scenario("release and write in one go", (engine) => {
    const recording = new Recording(withBlocks(0, 1, 2, 3));
    const guest = recording.edit(engine);
    for (let nth = 0; nth < 4; nth++) {
      guest.trim(nth * MIB, MIB, "release-space");
      guest.write((nth + 6) * MIB + 300, pattern(nth, 5000));
    }
    guest.flush();
    guest.close();
    return recording;
  }),
  scenario("several sessions", (engine) => {
    const recording = new Recording(withBlocks(5));
    for (let nth = 0; nth < 3; nth++) {
      const guest = recording.edit(engine);
      guest.write(5 * MIB + nth * 512, pattern(nth, 512));
      if (nth === 1) guest.trim(5 * MIB, MIB, "keep-space");
      guest.close();
      guest.write(6 * MIB + nth * 100, pattern(nth + 10, 50));
      guest.close();
    }
    return recording;
  }),
  scenario(
    "4096-byte sectors",
    edits(
      () => image({ size: 12 * MIB, logicalSectorSize: 4096 }),
      (guest) => {
        guest.write(MIB + 4096, pattern(1, 8192));
        guest.write(12 * MIB - 5000, pattern(2, 5000));
        guest.flush();
        guest.trim(MIB, MIB, "release-space");
        guest.write(0, pattern(3, 4096));
        guest.flush();
      },
    ),
  ),
  ...[1, 2].map((copy) =>
    scenario(
      `header ${copy} damaged before`,
      edits(
        () => {
          const store = withBlocks(5);
          store.write(HEADER_OFFSETS[copy - 1] ?? 0, pattern(1, 4096));
          return store;
        },
        (guest) => {
          guest.write(5 * MIB + 512, pattern(1, 512));
          guest.write(6 * MIB, pattern(2, 512));
          guest.flush();
        },
      ),
    ),
  ),
  scenario(
    "a file that ends inside its last block",
    edits(
      () => {
        const store = image({ blockSize: 8 * MIB, size: 17 * MIB - 512 }, (writer) => {
          writer.write(0, pattern(1, 3000));
          writer.write(16 * MIB, pattern(2, MIB - 512));
        });
        store.truncate(store.size - 7 * MIB - 512);
        return store;
      },
      (guest) => {
        guest.trim(0, 8 * MIB, "keep-space");
        guest.write(17 * MIB - 1000, pattern(3, 488));
        guest.flush();
        guest.write(9 * MIB, pattern(4, 900));
        guest.flush();
      },
    ),
  ),
  scenario(
    "fixed disk",
    edits(
      () => image({ type: "fixed" }),
      (guest) => {
        guest.write(MIB - 100, pattern(1, 3000));
        guest.trim(0, 4 * MIB, "release-space");
        guest.flush();
        guest.zero(500, MIB);
        guest.write(12 * MIB + 299 * KIB, pattern(2, KIB));
        guest.flush();
      },
    ),
  ),
];

const randomWorkload = (seed: number) =>
  scenario(`many commits ${seed}`, (engine) => manyCommits(engine, seed), FEWEST);

/** Further random workloads of the same kind. */
export const MORE_SCENARIOS: readonly Scenario[] = [2, 3].map(randomWorkload);

/** A random workload, and differencing disks. */
export const LONG_SCENARIOS: readonly Scenario[] = [
  randomWorkload(1),
  ...CHILD_SCENARIOS.map(({ name, effort, record }) => scenario(name, record, effort)),
];

export const SCENARIOS: readonly Scenario[] = [...SHORT_SCENARIOS, ...LONG_SCENARIOS, ...MORE_SCENARIOS];

/** More BAT sectors than an entry takes. */
function largeCommit(engine: WriteEngine, commitsBefore: number): Recording {
  const recording = new Recording(image({ size: 62 * GIB, blockState: ZERO }));
  const guest = recording.edit(engine);
  fillLog(guest, commitsBefore);
  recording.checkFrom = recording.now;
  guest.trim(0, 62 * GIB, "release-space");
  guest.write(61 * GIB + 5, pattern(1, 700));
  guest.flush();
  guest.close();
  return recording;
}

/** A random workload. */
function manyCommits(engine: WriteEngine, seed: number): Recording {
  const random = new Random(seed);
  const recording = new Recording(image(seed % 2 === 0 ? { logSize: 2 * MIB } : {}));
  const { size } = recording.history;
  let guest = recording.edit(engine);
  for (let nth = 0; nth < 45; nth++) {
    const offset = random.below(size - 1);
    const length = Math.min(size - offset, 1 + random.below(random.below(8) === 0 ? 3 * MIB : 6000));
    const aligned = Math.floor(offset / 512) * 512;
    switch (random.below(7)) {
      case 0:
        guest.zero(offset, length);
        break;
      case 1:
        guest.trim(aligned, Math.min(size - aligned, 2 * MIB), "keep-space");
        break;
      case 2:
        guest.trim(aligned, Math.min(size - aligned, 2 * MIB), "release-space");
        break;
      case 3:
        guest.flush();
        break;
      default:
        guest.write(offset, pattern(nth, length));
    }
    if (nth % 3 === 2) guest.flush();
    if (random.below(12) === 0) {
      guest.close();
      guest = recording.edit(engine);
    }
  }
  guest.close();
  return recording;
}
