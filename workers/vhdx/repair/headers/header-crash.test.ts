import { beforeAll, describe, expect, it } from "vitest";
import { requireTool } from "../../../../e2e/support/needs.ts";
import { loadCrc32c } from "../../../bytes/crc32c.ts";
import { MIB } from "../../../shared/numbers.ts";
import { MemoryStore } from "../../../store/memory-store.ts";
import { OverlayStore } from "../../../store/overlay-store.ts";
import type { ReadableStore } from "../../../store/store.ts";
import { caseFile } from "../../../testing/cases.ts";
import { Random } from "../../../testing/store/conformance/random.ts";
import { RecordingStore } from "../../../testing/store/recording-store.ts";
import { applySteps, crashCases, crashGroups, FULL_EFFORT } from "../../../testing/vhdx/crash-states.ts";
import { CrashedStore } from "../../../testing/vhdx/crashed-store.ts";
import { ImageBuilder, LOG_GUID } from "../../../testing/vhdx/image-builder.ts";
import { countedGuids } from "../../../testing/vhdx/one-by-one.ts";
import { looksDifferent, seenDisk } from "../../../testing/vhdx/seen-disk.ts";
import { HEADER_OFFSETS } from "../../headers/header-section.ts";
import { readHeaders } from "../../headers/headers.ts";
import { header } from "../../structs/header.ts";
import { applyFix } from "../repair-plan.ts";

beforeAll(loadCrc32c);

const LAST = 2n ** 64n - 1n;

function withBlock(spoil: (image: ImageBuilder) => void): MemoryStore {
  const image = new ImageBuilder({ room: 2 * MIB });
  image.place(0, image.data / MIB);
  image.fill(image.data, MIB, 0x5a);
  spoil(image);
  return image.store;
}

interface Repaired {
  readonly name: string;
  readonly fix: string;
  readonly make: () => MemoryStore | Promise<MemoryStore>;
}

const REPAIRED: readonly Repaired[] = [
  {
    name: "both headers with the largest number, from a case",
    fix: "header-count-anew",
    make: async () => new MemoryStore(await caseFile("engine/header-sequence-exhausted")),
  },
  {
    name: "one header with the largest number",
    fix: "header-count-anew",
    make: () => withBlock((image) => image.write(header, HEADER_OFFSETS[1], { sequenceNumber: LAST })),
  },
  {
    name: "one header with the largest number, and the other damaged",
    fix: "header-count-anew",
    make: () =>
      withBlock((image) => {
        image.write(header, HEADER_OFFSETS[1], { sequenceNumber: LAST });
        image.fill(HEADER_OFFSETS[0] + 20, 300, 9);
      }),
  },
  {
    name: "header 1 damaged",
    fix: "header-from-copy/1",
    make: () => withBlock((image) => image.fill(HEADER_OFFSETS[0] + 20, 300, 9)),
  },
  {
    name: "header 2 with one byte wrong",
    fix: "header-byte/2",
    make: () => withBlock((image) => image.flip(HEADER_OFFSETS[1] + 2000)),
  },
  {
    name: "a version of the log that is not defined",
    fix: "header-log-version",
    make: () => withBlock((image) => image.setHeaders({ logVersion: 1 })),
  },
  {
    name: "a log with an impossible place",
    fix: `header-log-place/${MIB}`,
    make: () => withBlock((image) => image.setHeaders({ logOffset: 0n })),
  },
  {
    name: "a log that is discarded, with nothing of it to lose",
    fix: "log-discard",
    make: () =>
      withBlock((image) => {
        image.addLogEntry(0, {});
        image.setHeaders({ logGuid: LOG_GUID });
      }),
  },
];

/** What is wrong with the states that a crash of a fix could leave: an active header always, and the same disk. */
function* problems(base: ReadableStore, fix: string): Generator<string> {
  const seen = seenDisk(base);
  const recording = new RecordingStore(base);
  applyFix(recording, fix, countedGuids());
  const durable = new OverlayStore(base);
  let tried = 0;
  for (const group of crashGroups(recording.recorded, base.size)) {
    for (const { name, steps } of crashCases(group, new Random(1), FULL_EFFORT, () => true)) {
      const state = new CrashedStore(durable);
      applySteps(state, steps);
      tried += 1;
      const { active } = readHeaders(state);
      const now = active === null ? null : seenDisk(state);
      if (active === null) yield `operations ${group.start}-${group.end}, ${name}: no header is active`;
      else if (seen !== null && (now === null || looksDifferent(seen, now)))
        yield `operations ${group.start}-${group.end}, ${name}: another disk`;
    }
    applySteps(durable, group.steps);
  }
  if (tried < 20) yield `only ${tried} states were tried`;
  const { active, copies } = readHeaders(recording);
  const [a, b] = copies.map(({ values }) => ({ ...values, sequenceNumber: 0n, checksum: 0 }));
  if (!copies.every(({ valid }) => valid)) yield "a header is left damaged";
  expect(a).toEqual(b);
  const [low, high] = copies.map(({ values }) => values.sequenceNumber).toSorted((x, y) => (x < y ? -1 : 1));
  if (low === undefined || high !== low + 1n) yield "the headers' numbers do not follow each other";
  if (active === null || active.values.sequenceNumber > LAST - 100n) yield "the numbers are used up";
}

describe("no crash while headers are repaired leaves a file without an active header, or another disk", () => {
  it.for(REPAIRED)("$name", async ({ fix, make, name }, test) => {
    if (name.endsWith("from a case")) requireTool(test, "cases");
    expect([...problems(await make(), fix)]).toEqual([]);
  });
});
