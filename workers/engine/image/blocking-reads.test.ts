import { beforeAll, describe, expect, it } from "vitest";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { MIB, TIB } from "../../shared/numbers.ts";
import { CachedStore } from "../../store/cached-store.ts";
import { ImageBuilder, LOG_GUID } from "../../testing/vhdx/image-builder.ts";
import { sectorOf } from "../../testing/vhdx/log-builder.ts";
import { ownerMap } from "../chain/owners.ts";
import { diskPieces, firstObstacle, unreadableRuns } from "../exports/pieces/disk-pieces.ts";
import { flattenedPieces } from "../exports/chain/flatten.ts";
import { layerFile } from "../exports/pieces/layer-file.ts";
import { listed } from "../exports/pieces/pieces.ts";
import { digestDisk } from "../hashes/disk-digests.ts";
import { fullCheck } from "../full-check/full-check.ts";
import { type JobContext, UNATTENDED } from "../jobs/jobs.ts";
import { OpenedImage } from "./opened-image.ts";
import { HeldStore } from "../../testing/engine/held-store.ts";
import { diskSpace } from "../views/bytes/search-space.ts";
import { search } from "../views/bytes/search.ts";

beforeAll(loadCrc32c);

/** A cache of three pages: nothing that was read before is there when it is needed again. */
const CACHE = 3 * 65_536;
/** Making a layer takes both region tables, the metadata and a page of the BAT; no other piece of work takes more. */
const MOST_AT_ONCE = 6;
/** So few that what a chunk of the replayed file needs of the log is within that; the usual cache holds a whole log of this size. */
const LOGGED_SECTORS = 30;

/** A disk whose BAT has 256 pages, with a block here and there, that crashed with a log of 8 MiB. */
function crashedDisk(): ImageBuilder {
  const image = new ImageBuilder({ virtualSize: 2 * TIB, logLength: 8 * MIB, room: 0 });
  const first = image.data / MIB;
  for (let nth = 0; nth < 20; nth++) {
    image.place(nth * 100_000, first + nth);
    image.fill(image.data + nth * MIB, MIB, nth + 1);
  }
  image.setHeaders({ logGuid: LOG_GUID });
  const writes = Array.from({ length: LOGGED_SECTORS }, (_, nth) => ({
    fileOffset: image.data + 30 * MIB + 4096 * nth,
    sector: sectorOf(nth + 1),
  }));
  image.addLogEntry(0, { sequenceNumber: 5n, writes });
  return image;
}

interface Subject {
  readonly image: OpenedImage;
  readonly job: JobContext;
}

const diskOf = ({ image }: Subject) => image.disk(image.best);
const filesOf = ({ image }: Subject) => [layerFile(image.store, image.best.store)];
const request = { ignoreCase: false, from: 0, direction: "forward", limit: 9 } as const;

const WALKS: Readonly<Record<string, (subject: Subject) => Promise<unknown>>> = {
  "hash of the disk": (subject) => digestDisk(diskOf(subject), subject.job, "Hashing", 0),
  "look for what can't be read": (subject) => unreadableRuns(diskOf(subject), subject.job),
  "look for what stands in the way": (subject) => firstObstacle(diskOf(subject), subject.job),
  "list of a raw image's pieces": (subject) =>
    listed(diskPieces(diskOf(subject), filesOf(subject)), subject.job),
  "look for data to flatten": (subject) =>
    flattenedPieces(diskOf(subject), subject.image.best, filesOf(subject), "dynamic", subject.job),
  search: (subject) =>
    search(
      diskSpace(diskOf(subject)),
      { ...request, space: "disk", pattern: Uint8Array.of(0xfe, 0xdc) },
      subject.job,
    ),
  "full check": ({ image, job }) => fullCheck(image, job, () => {}),
  "map of owners": (subject) => {
    const { image, job } = subject;
    const { geometry } = image.best.structures;
    if (geometry === null) throw new Error("no geometry");
    const place = { firstBlock: 0, blocksPerCell: geometry.payloadBlocks, cells: 1 };
    return ownerMap({ id: "a", name: "a", image }, diskOf(subject), geometry, place, job);
  },
};

describe("a job on a disk whose every read takes a second lets a cancel in between them", () => {
  it.each(Object.entries(WALKS))("%s", async (_name, walk) => {
    const store = new HeldStore(crashedDisk().store, Number.POSITIVE_INFINITY);
    const image = new OpenedImage(new CachedStore(store, CACHE));
    await image.scan(UNATTENDED);
    let last = store.blocking;
    let most = 0;
    const job: JobContext = {
      ...UNATTENDED,
      checkpoint: async () => {
        most = Math.max(most, store.blocking - last);
        last = store.blocking;
      },
    };
    await walk({ image, job });
    await job.checkpoint();
    expect(store.blocking).toBeGreaterThan(0);
    expect(most).toBeLessThanOrEqual(MOST_AT_ONCE);
  });

  it("the background stage", async () => {
    const store = new HeldStore(crashedDisk().store, Number.POSITIVE_INFINITY);
    const image = new OpenedImage(new CachedStore(store, CACHE));
    let last = store.blocking;
    let most = 0;
    const checkpoint = async () => {
      most = Math.max(most, store.blocking - last);
      last = store.blocking;
    };
    await image.scan({ ...UNATTENDED, checkpoint });
    await checkpoint();
    expect(most).toBeLessThanOrEqual(MOST_AT_ONCE);
  });
});
