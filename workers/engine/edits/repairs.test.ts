import { beforeAll, describe, expect, it } from "vitest";
import { VhdxError } from "../../shared/error.ts";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { MIB } from "../../shared/numbers.ts";
import { runSteps } from "../../bytes/steps.ts";
import { CachedStore } from "../../store/cached-store.ts";
import type { ReadableStore } from "../../store/store.ts";
import { HEADER_OFFSETS } from "../../vhdx/headers/header-section.ts";
import { ImageBuilder, LOG_GUID } from "../../testing/vhdx/image-builder.ts";
import { manyFaults } from "../../testing/vhdx/many-faults.ts";
import { sectorOf } from "../../testing/vhdx/log-builder.ts";
import { type JobContext, UNATTENDED } from "../jobs/jobs.ts";
import { OpenedImage } from "../image/opened-image.ts";
import { Edits } from "./edits.ts";
import { listRepairs } from "./repairs.ts";
import { makeFixes } from "./make-fixes.ts";

beforeAll(loadCrc32c);

function edited(spoil: (builder: ImageBuilder) => void) {
  const builder = new ImageBuilder();
  spoil(builder);
  const image = new OpenedImage(new CachedStore(builder.store));
  return { builder, image, edits: new Edits(image) };
}

function bytesOf(store: ReadableStore): Buffer {
  const bytes = new Uint8Array(store.size);
  store.read(0, bytes);
  return Buffer.from(bytes);
}

const damaged = (builder: ImageBuilder) => {
  builder.fill(HEADER_OFFSETS[0], 2000, 9);
  builder.place(1, builder.data / MIB);
  builder.place(2, builder.data / MIB);
};

const fix = (id: string) => ({ kind: "fix", fix: id }) as const;

it("makes the same of a fix again after an undo, with the same GUIDs, and tells it in words with its place", () => {
  const { builder, edits } = edited(damaged);
  const before = bytesOf(builder.store);
  edits.apply(fix("header-from-copy/1"));
  const once = bytesOf(edits.store);
  edits.apply(fix("bat-entry-copy/2"));
  const twice = bytesOf(edits.store);
  expect(edits.list().done).toMatchObject([
    { sentence: "Rebuild header 1 from header 2", space: "file", offset: HEADER_OFFSETS[0], node: null },
    { sentence: "Give block 2 a copy of its own", space: "file", offset: builder.bat.offset + 16, length: 8 },
  ]);
  edits.undo();
  expect(bytesOf(edits.store).equals(once)).toBe(true);
  expect(edits.list().undone).toMatchObject([{ sentence: "Give block 2 a copy of its own" }]);
  edits.redo();
  expect(bytesOf(edits.store).equals(twice)).toBe(true);
  edits.clear();
  expect(bytesOf(edits.store).equals(before)).toBe(true);
  expect(bytesOf(builder.store).equals(before)).toBe(true);
});

it("leaves everything as it was where a fix is not offered", () => {
  const { edits } = edited(damaged);
  edits.apply(fix("header-from-copy/1"));
  const once = bytesOf(edits.store);
  expect(() => edits.apply(fix("header-from-copy/1"))).toThrow("nothing left that this fix could repair");
  expect(bytesOf(edits.store).equals(once)).toBe(true);
});

const repairsOf = (image: OpenedImage, whole: boolean) => runSteps(listRepairs(image, whole)).repairs;

const repairAll = (edits: Edits, job = UNATTENDED) =>
  makeFixes(
    {
      plan: edits.plan,
      size: () => edits.store.size,
      make: (id) => edits.apply(fix(id)),
    },
    job,
  );

it("offers for the edited disk what is left, and goes on until nothing safe is", async () => {
  const { image, edits } = edited(damaged);
  expect(repairsOf(image, false)).toMatchObject({ safe: 2, complete: true });
  expect(await repairAll(edits)).toEqual({ made: 2, stopped: null });
  expect(edits.actions).toEqual([fix("header-from-copy/1"), fix("bat-entry-copy/2")]);
  expect(repairsOf(edits.edited, true).faults.filter(({ findings }) => findings.length > 0)).toEqual([]);
  expect(edits.edited.outcome).toBe("opens");
});

it("applies a log that has to be replayed before it repairs regions, metadata or BAT", () => {
  const { edits } = edited((builder) => {
    builder.setHeaders({ logGuid: LOG_GUID });
    const sector = sectorOf(0);
    // Entry 3 with reserved bits: only the replay brings the fault.
    sector[24] = 0x80;
    builder.addLogEntry(0, {
      flushedFileOffset: BigInt(builder.store.size),
      lastFileOffset: BigInt(builder.store.size),
      writes: [{ fileOffset: builder.bat.offset, sector }],
    });
  });
  edits.apply(fix("bat-reserved-bits"));
  const { headers, best } = edits.edited;
  expect(headers.dirty).toBe(false);
  expect(best.structures.bat?.raw(3)).toBe(0n);
});

describe("making all fixes that lose nothing", () => {
  const many = () => {
    const image = new OpenedImage(new CachedStore(manyFaults({ homed: 30, homeless: 5 }).store));
    return { image, edits: new Edits(image) };
  };

  /** A job that is cancelled once so many fixes were made. */
  function cancelledAfter(fixes: number) {
    const progress: [number, number | null][] = [];
    let cancelled = false;
    const job: JobContext = {
      ...UNATTENDED,
      progress: (done, total) => {
        progress.push([done, total]);
        cancelled = done === fixes;
      },
      checkpoint: async () => {
        if (cancelled) throw new VhdxError("cancelled", "Cancelled.");
      },
    };
    return { job, progress };
  }

  it("tells how far it is, and leaves what was made at a cancel, each fix to be undone", async () => {
    const { image, edits } = many();
    const { job, progress } = cancelledAfter(12);
    expect(await repairAll(edits, job)).toEqual({ made: 12, stopped: "Cancelled." });
    expect(progress).toEqual([[0, null], ...Array.from({ length: 12 }, (_, nth) => [nth + 1, 30])]);
    expect(edits.list().done).toHaveLength(12);
    expect(repairsOf(edits.edited, true).safe).toBe(18);
    edits.undo();
    expect(repairsOf(edits.edited, true).safe).toBe(19);
    expect(await repairAll(edits)).toEqual({ made: 19, stopped: null });
    expect(
      edits.edited.findings(edits.edited.best).filter(({ code }) => code === "bat-reserved-state"),
    ).toHaveLength(5);
    expect(repairsOf(image, false).safe).toBe(30);
  });

  it("makes what loses something only where it was agreed to, in the order of the plan", async () => {
    const { image, edits } = many();
    const losing = repairsOf(image, false).faults.flatMap(
      ({ fixes }) => fixes.find(({ recommended, loss }) => recommended && loss !== null)?.id ?? [],
    );
    expect(losing).toHaveLength(5);
    const agreed = new Set([...losing.slice(1, 3), "no-such-fix/1"]);
    const repairable = {
      plan: edits.plan,
      size: () => edits.store.size,
      make: (id: string) => edits.apply(fix(id)),
    };
    expect(await makeFixes(repairable, UNATTENDED, agreed)).toEqual({ made: 32, stopped: null });
    const made = edits.actions.flatMap((action) => (action.kind === "fix" ? [action.fix] : []));
    expect(losing.filter((id) => made.includes(id))).toEqual(losing.slice(1, 3));
    const left = repairsOf(edits.edited, true);
    expect(left.safe).toBe(0);
    expect(left.faults.filter(({ findings }) => findings.length > 0)).toHaveLength(3);
    // In the order in which the plan lists them, not those that lose nothing first.
    const listed = repairsOf(image, false).faults.flatMap(({ fixes }) =>
      fixes.slice(0, 1).map(({ id }) => id),
    );
    expect(made).toEqual(listed.filter((id) => made.includes(id)));
  });

  it("is what making them one by one comes to, and what making them again does", async () => {
    const [{ edits: all }, { edits: single }] = [many(), many()];
    await repairAll(all);
    for (const action of all.actions) single.apply(action);
    const again = new Edits(many().image);
    again.restore(all.actions);
    // GUIDs are drawn anew for each.
    expect(single.list()).toEqual(all.list());
    expect(again.list()).toEqual(all.list());
  });

  it("stops at a fix that can't be made, and says why", async () => {
    const { edits } = many();
    let calls = 0;
    const result = await makeFixes(
      {
        plan: edits.plan,
        size: () => edits.store.size,
        make: (id) => {
          if (++calls === 4) throw new VhdxError("not-available", "No more.");
          edits.apply(fix(id));
        },
      },
      UNATTENDED,
    );
    expect(result).toEqual({ made: 3, stopped: "No more." });
    expect(edits.actions).toHaveLength(3);
  });

  it("uses the plan of the list for the fix that is chosen from it", () => {
    const { image, edits } = many();
    const { state, faults } = runSteps(listRepairs(image, false));
    if (state === null) throw new Error("it is a VHDX");
    edits.plan.adopt(state, faults);
    const { plan } = edits;
    edits.apply(fix("bat-entry-present/3"));
    expect(plan.faultsPlanned).toBe(0);
    edits.apply(fix("bat-entry-present/2"));
    expect(plan.faultsPlanned).toBe(34);
  });
});
