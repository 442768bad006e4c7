import { describe, expect, it } from "vitest";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { VhdxError } from "../../shared/error.ts";
import { GIB, MIB, TIB } from "../../shared/numbers.ts";
import { sizeText } from "../../shared/text.ts";
import { CachedStore } from "../../store/cached-store.ts";
import { MeteredStore } from "../../store/metered-store.ts";
import { ImageBuilder, type ImageOptions, LOG_GUID } from "../../testing/vhdx/image-builder.ts";
import { type JobContext, UNATTENDED } from "../jobs/jobs.ts";
import { OpenedImage } from "./opened-image.ts";

await loadCrc32c();

const ORIGINAL = { name: "original", upTo: null } as const;
const replayed = (upTo: number | null) => ({ name: "replayed", upTo }) as const;
const open = (image: ImageBuilder) => new OpenedImage(new CachedStore(image.store));

/** A crashed disk: entry n of the log makes block n ZERO. */
function crashed(entries: number, options: ImageOptions = {}): ImageBuilder {
  const image = new ImageBuilder(options);
  image.setHeaders({ logGuid: LOG_GUID });
  const sector = new Uint8Array(4096);
  for (let nth = 0; nth < entries; nth++) {
    sector[nth * 8] = 2;
    const writes = [{ fileOffset: image.bat.offset, sector: sector.slice() }];
    image.addLogEntry(nth * 8192, { sequenceNumber: BigInt(nth + 1), tail: 0, writes });
  }
  return image;
}

describe("the layers of a crashed disk", () => {
  const image = open(crashed(9));
  const zeroBlocks = (upTo: number | null) => image.layer(replayed(upTo)).bat?.byState["payload-2"] ?? 0;

  it("are replayed up to any entry", () => {
    for (let upTo = 0; upTo <= 9; upTo++) expect(zeroBlocks(upTo)).toBe(upTo);
    expect([zeroBlocks(null), zeroBlocks(100), zeroBlocks(-5)]).toEqual([9, 9, 0]);
    expect(image.layer(ORIGINAL).bat?.byState["payload-2"]).toBeUndefined();
  });

  it("say up to where, the whole replay as null", () => {
    expect([
      image.layer(replayed(3)).upTo,
      image.layer(replayed(9)).upTo,
      image.layer(replayed(null)).upTo,
    ]).toEqual([3, null, null]);
  });

  it("are made once, the full one for good and the others while they are used", () => {
    const full = image.layer(replayed(null));
    const third = image.layer(replayed(3));
    expect(image.layer(replayed(3))).toBe(third);
    for (const upTo of [4, 5, 6, 7, 8]) image.layer(replayed(upTo));
    expect(image.layer(replayed(null))).toBe(full);
    expect(image.best).toBe(full);
    expect(image.layer(replayed(3))).not.toBe(third);
  });

  it("are two where there is nothing to replay: the original, under both names", () => {
    const clean = open(new ImageBuilder());
    expect(clean.layer(replayed(null))).toBe(clean.layer(ORIGINAL));
    expect(clean.layerStates().replayed).toEqual({
      available: true,
      note: "Nothing to replay: the log is empty.",
    });
  });

  it("are refused with the reason where there is none", () => {
    const broken = open(crashed(0));
    expect(() => broken.layer(replayed(null))).toThrow(/can't be replayed/);
    expect(() => image.layer({ name: "edited", upTo: null })).toThrow(
      expect.objectContaining({ code: "not-available" }),
    );
  });
});

it("draws the replayed copy's FileWriteGuid once for an opened file, and anew for the next", () => {
  const image = crashed(1);
  const first = open(image);
  expect(first.fileWriteGuid).toBe(first.fileWriteGuid);
  expect(open(image).fileWriteGuid).not.toBe(first.fileWriteGuid);
});

/** A job that is cancelled at its nth checkpoint. */
const cancelledAt = (nth: number): JobContext & { checkpoints: number } => {
  const job = {
    ...UNATTENDED,
    checkpoints: 0,
    checkpoint: () => {
      job.checkpoints += 1;
      return job.checkpoints === nth
        ? Promise.reject(new VhdxError("cancelled", "Cancelled."))
        : Promise.resolve();
    },
  };
  return job;
};

describe("the background stage", () => {
  it("reads a long log, and lets the disk be replayed after that", async () => {
    const image = open(crashed(3, { logLength: 8 * MIB }));
    expect([image.logPending, image.canReplay, image.scanComplete]).toEqual([true, false, false]);
    expect(image.log).toBeNull();
    expect(() => image.disk(image.best)).toThrow(expect.objectContaining({ code: "not-available" }));
    await image.scan(UNATTENDED);
    expect([image.logPending, image.canReplay, image.scanComplete]).toEqual([false, true, true]);
    expect(image.best.bat?.byState["payload-2"]).toBe(3);
    expect(image.outcome).toBe("needs-replay");
    expect(image.disk(image.best).size).toBe(64 * MIB);
  });

  it("leaves all as it was where it is cancelled, and can begin again", async () => {
    const image = open(crashed(3, { logLength: 8 * MIB }));
    await expect(image.scan(cancelledAt(4))).rejects.toMatchObject({ code: "cancelled" });
    expect([image.logPending, image.canReplay]).toEqual([true, false]);
    await image.scan(UNATTENDED);
    expect(image.canReplay).toBe(true);
  });

  it("checks a long BAT to its last entry, in order", async () => {
    const built = new ImageBuilder({ virtualSize: TIB, room: 0 });
    const last = built.geometry.batEntries - 1;
    built.place(built.geometry.payloadBlocks - 1, 0);
    built.place(9000, 1);
    const image = open(built);
    expect(image.best.bat?.checked).toBe(8192);
    expect([image.outcome, image.scanComplete]).toEqual(["opens", false]);
    const done: number[] = [];
    await image.scan({ ...UNATTENDED, progress: (each) => void done.push(each) });
    expect(image.best.bat?.checked).toBe(last + 1);
    expect(image.findings(image.best).map(({ code, batIndex }) => [code, batIndex])).toEqual([
      ["bat-overlaps-structure", 9002],
      ["bat-offset-zero", last],
    ]);
    expect(image.outcome).toBe("damaged");
    expect(done).toEqual(done.toSorted((a, b) => a - b));
    expect(done.at(-1)).toBe(image.best.structures.bat?.byteLength);
    await image.scan(UNATTENDED);
    expect(image.best.bat?.checked).toBe(last + 1);
  });

  it("may be cancelled within a BAT, and goes on from there", async () => {
    const builder = new ImageBuilder({ virtualSize: 4 * TIB, room: 0 });
    for (const block of [9000, 30_000, 100_000]) builder.place(block, 0);
    const image = open(builder);
    await expect(image.scan(cancelledAt(8))).rejects.toMatchObject({ code: "cancelled" });
    const { checked = 0, findings = [] } = image.best.bat ?? {};
    expect(checked).toBeGreaterThan(8192);
    expect(image.unchecked(image.best)).toEqual([
      `The block allocation table beyond its first ${sizeText(checked * 8)}.`,
    ]);
    expect(findings.length).toBeLessThan(3);
    await image.scan(UNATTENDED);
    expect(image.scanComplete).toBe(true);
    const whole = open(builder);
    await whole.scan(UNATTENDED);
    expect(image.best.bat).toEqual(whole.best.bat);
    expect(image.best.bat?.findings).toHaveLength(3);
  });

  it("may run twice at once, and tells each thing once", async () => {
    const builder = new ImageBuilder({ virtualSize: 4 * TIB, room: 0 });
    for (const block of [9000, 30_000, 100_000]) builder.place(block, 0);
    const whole = open(builder);
    await whole.scan(UNATTENDED);
    const image = open(builder);
    await Promise.all([image.scan(UNATTENDED), image.scan(UNATTENDED)]);
    expect(image.best.bat).toEqual(whole.best.bat);
  });

  it("has nothing to do where the quick stage did it all", async () => {
    const metered = new MeteredStore(new ImageBuilder({ virtualSize: 100 * GIB }).store);
    const image = new OpenedImage(new CachedStore(metered));
    const { reads } = metered;
    await image.scan(UNATTENDED);
    expect(metered.reads).toBe(reads);
    expect(reads).toBeLessThanOrEqual(5);
  });
});
