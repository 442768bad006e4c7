import { beforeAll, describe, expect, it } from "vitest";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { MIB } from "../../shared/numbers.ts";
import { CachedStore } from "../../store/cached-store.ts";
import type { ReadableStore } from "../../store/store.ts";
import { ImageBuilder, LOG_GUID } from "../../testing/vhdx/image-builder.ts";
import { sectorOf } from "../../testing/vhdx/log-builder.ts";
import { diskPieces } from "../exports/pieces/disk-pieces.ts";
import { flattenedPieces } from "../exports/chain/flatten.ts";
import { filePieces, layerFile } from "../exports/pieces/layer-file.ts";
import { replaySteps } from "../exports/patch/layer-patch.ts";
import { buildPatch } from "../exports/patch/build.ts";
import { replayCommit } from "../exports/replayed/replay-commit.ts";
import { toBlob } from "../exports/deliver/to-blob.ts";
import { toHandle } from "../exports/deliver/to-handle.ts";
import { fullCheck } from "../full-check/full-check.ts";
import { computeDigests } from "../hashes/all-digests.ts";
import { type JobContext, Jobs } from "./jobs.ts";
import { OpenedImage } from "../image/opened-image.ts";
import { FakeHandle } from "../../testing/engine/fake-handle.ts";
import { HeldStore } from "../../testing/engine/held-store.ts";
import { samplePatch } from "../../testing/engine/sample-patch.ts";
import { diskSpace, storeSpace } from "../views/bytes/search-space.ts";
import { search } from "../views/bytes/search.ts";
import { compareDisks } from "../views/compare/compare-disks.ts";
import { compareFiles } from "../views/compare/compare-files.ts";
import { DifferenceList } from "../views/compare/differences.ts";

beforeAll(loadCrc32c);

/** A disk that crashed, with blocks in a shuffled order, gaps and a log that writes to many places. */
function crashedDisk(): ReadableStore {
  const image = new ImageBuilder({ virtualSize: 256 * MIB });
  const first = image.data / MIB;
  for (let block = 0; block < 40; block++) {
    const mib = first + 1 + 2 * ((block * 7) % 40);
    image.place(block, mib);
    image.fill(mib * MIB, MIB, block + 1);
  }
  image.setHeaders({ logGuid: LOG_GUID });
  const writes = Array.from({ length: 100 }, (_, nth) => ({
    fileOffset: image.data + MIB + 16 * 1024 * nth,
    sector: sectorOf(nth + 1),
  }));
  image.addLogEntry(0, { sequenceNumber: 5n, writes });
  return image.store;
}

interface Subject {
  readonly store: ReadableStore;
  readonly image: OpenedImage;
  readonly job: JobContext;
}

const PATTERN = Uint8Array.of(0xfe, 0xdc, 0xba, 0x98);
const request = { pattern: PATTERN, ignoreCase: false, from: 0, direction: "forward", limit: 9 } as const;
const diskOf = ({ image }: Subject) => image.disk(image.best);
const fileOf = ({ store, image }: Subject) => layerFile(store, image.best.store);

/** Everything that reads for long. */
const JOBS: Readonly<Record<string, (subject: Subject) => Promise<unknown>>> = {
  hashes: ({ image, job }) =>
    computeDigests(
      { source: image.store, layerFile: image.best.store, disk: image.disk(image.best), wholeDisk: true },
      job,
    ),
  "full check": ({ image, job }) => fullCheck(image, job, () => {}),
  "search in the file": ({ image, job }) =>
    search(storeSpace(image.best.store), { ...request, space: "file" }, job),
  "search in the disk": (subject) =>
    search(diskSpace(diskOf(subject)), { ...request, space: "disk" }, subject.job),
  "comparison of two disks": ({ image, job }) => {
    const range = { first: 0, count: 256 };
    return compareDisks(
      image.disk(image.best),
      image.disk(image.best),
      MIB,
      range,
      new DifferenceList(),
      job,
    );
  },
  "comparison of two BATs": ({ image, job }) =>
    compareFiles(image.best, image.best, new DifferenceList(), job),
  "raw disk to a file": (subject) =>
    toHandle(diskPieces(diskOf(subject), [fileOf(subject)]), new FakeHandle(""), subject.job),
  "copy as a Blob": (subject) => toBlob(filePieces(fileOf(subject)), subject.job),
  "flattened copy": async (subject) => {
    const { image, job } = subject;
    const pieces = await flattenedPieces(diskOf(subject), image.best, [fileOf(subject)], "dynamic", job);
    return toHandle(pieces, new FakeHandle(""), job);
  },
  patch: ({ store, image, job }) => {
    const steps = replaySteps(store, image.best, replayCommit(image, image.best));
    const { about } = samplePatch().input;
    return buildPatch({ original: store, steps, about, resultSha256: null }, job);
  },
};

/** Lets everything that can go on go on. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

describe.each(Object.entries(JOBS))("a cancel of: %s", (name, work) => {
  it.each([1, 2, 5, 9])(
    "at bulk read %d starts no further read and waits for those in flight",
    async (nth) => {
      const store = new HeldStore(crashedDisk(), nth);
      // A cache of two pages: what a job reads at once is not there already.
      const image = new OpenedImage(new CachedStore(store, 2 * 65_536));
      void image.best;
      const jobs = new Jobs();
      const held = new Promise<"held">((resolve) => {
        store.onHeld = () => resolve("held");
      });
      let settled = false;
      const running = jobs
        .run({ id: "job", progress: () => {} }, { label: name, unit: "bytes" }, (job) =>
          work({ store, image, job }),
        )
        .finally(() => {
          settled = true;
        });
      // Some have done all of their reading before.
      if ((await Promise.race([held, running.then(() => "done" as const)])) === "done") {
        expect(nth).toBeGreaterThan(1);
        return;
      }
      await settle();
      jobs.cancel("job");
      const { started } = store;
      await settle();
      expect(settled).toBe(false);
      store.letGo();
      await expect(running).rejects.toMatchObject({ code: "cancelled" });
      await settle();
      expect(store.started).toBe(started);
      expect(store.inFlight).toBe(0);
    },
  );
});
