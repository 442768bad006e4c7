import { MIB } from "../../../shared/numbers.ts";
import type { LOG_ENTRIES } from "../../../vhdx/findings/catalogue/log-entry-rules.ts";
import { LOG_SECTOR } from "../../../shared/geometry.ts";
import { type ImageBuilder, LOG_GUID } from "../../vhdx/image-builder.ts";
import { sectorOf } from "../../vhdx/log-builder.ts";
import { UNKNOWN, unknownGuid } from "../cases.ts";
import { BAT_WRITE, crash, REPLAY, type RuleCase } from "./case.ts";

const RING = MIB;
/** A second entry behind the first of `crash`, which takes two sectors. */
const second = (image: ImageBuilder, sequenceNumber: bigint, tail: number) =>
  image.addLogEntry(2 * LOG_SECTOR, { sequenceNumber, tail, ...BAT_WRITE(image) });

export const LOG_REMARK_CASES: Record<keyof typeof LOG_ENTRIES, RuleCase> = {
  "log-needs-replay": {
    spoil: (image) => crash(image),
    nearMiss: (image) => {
      crash(image);
      image.setHeaders({});
    },
  },
  "log-blank": {
    spoil: (image) => image.setHeaders({ logGuid: LOG_GUID }),
    along: ["log-no-valid-sequence"],
    nearMiss: (image) => {
      crash(image, { checksum: 1 });
    },
  },
  "log-tail-missing": {
    spoil: (image) => crash(image, { tail: 100 * LOG_SECTOR }),
    along: ["log-no-valid-sequence"],
    nearMiss: (image) => crash(image, { tail: 0 }),
  },
  "log-replay-changes-nothing": {
    spoil: (image) => crash(image, { writes: [] }),
    along: REPLAY,
    nearMiss: (image) => crash(image),
  },
  "log-grows-file": {
    spoil: (image) => crash(image, { lastFileOffset: BigInt(image.store.size + MIB) }),
    along: REPLAY,
    nearMiss: (image) => crash(image, { lastFileOffset: BigInt(image.store.size) }),
  },
  "log-sequence-wraps": {
    spoil: (image) => {
      const tail = RING - 2 * LOG_SECTOR;
      crash(image, { sequenceNumber: 6n, tail });
      image.addLogEntry(tail, { sequenceNumber: 5n, tail, ...BAT_WRITE(image) });
    },
    along: REPLAY,
    nearMiss: (image) => {
      crash(image);
      second(image, 6n, 0);
    },
  },
  "log-entries-before-tail": {
    spoil: (image) => {
      crash(image);
      second(image, 6n, 2 * LOG_SECTOR);
    },
    along: REPLAY,
    nearMiss: (image) => {
      crash(image);
      second(image, 6n, 0);
    },
  },
  "log-superseded-entries": {
    spoil: (image) => {
      crash(image);
      second(image, 3n, 2 * LOG_SECTOR);
    },
    along: REPLAY,
    nearMiss: (image) => {
      crash(image);
      second(image, 6n, 0);
    },
  },
  "log-torn-entries": {
    spoil: (image) => {
      crash(image);
      image.addLogEntry(2 * LOG_SECTOR, { sequenceNumber: 6n, checksum: 1 });
    },
    along: REPLAY,
    nearMiss: (image) => {
      crash(image);
      second(image, 6n, 0);
    },
  },
  "log-stale-entries": {
    spoil: (image) => image.addLogEntry(0, { logGuid: UNKNOWN }),
    nearMiss: (image) => image.addLogEntry(0, { logGuid: UNKNOWN, signature: "lagu" }),
  },
  "log-entries-omitted": {
    options: { logLength: 129 * MIB },
    spoil: (image) => {
      for (let at = 0; at < image.log.length; at += LOG_SECTOR)
        image.addLogEntry(at, { logGuid: unknownGuid(0), entryLength: 0 });
    },
    along: ["log-torn-entries"],
    nearMiss: (image) => {
      for (let at = 0; at < 128 * MIB; at += LOG_SECTOR)
        image.addLogEntry(at, { logGuid: unknownGuid(0), entryLength: 0 });
    },
  },
  "log-entry-padding": {
    spoil: (image) => crash(image, { padding: 1 }),
    along: REPLAY,
    nearMiss: (image) => crash(image),
  },
  "log-entry-reserved": {
    spoil: (image) => crash(image, { reserved: 1 }),
    along: REPLAY,
    nearMiss: (image) => crash(image, { reserved: 0 }),
  },
  "log-zeros-beyond-file": {
    spoil: (image) => crash(image, { writes: [{ fileOffset: image.store.size, zeros: MIB }] }),
    along: ["log-target-unused", "log-needs-replay", "log-grows-file"],
    nearMiss: (image) =>
      crash(image, {
        writes: [{ fileOffset: image.store.size, zeros: MIB }],
        lastFileOffset: BigInt(image.store.size + MIB),
      }),
  },
  "log-last-offset-unaligned": {
    spoil: (image) => crash(image, { lastFileOffset: BigInt(image.store.size - LOG_SECTOR) }),
    along: REPLAY,
    nearMiss: (image) => crash(image, { lastFileOffset: BigInt(image.store.size) }),
  },
  "log-flushed-offset-unaligned": {
    spoil: (image) => crash(image, { flushedFileOffset: BigInt(LOG_SECTOR) }),
    along: REPLAY,
    nearMiss: (image) => crash(image, { flushedFileOffset: BigInt(MIB) }),
  },
  "log-earlier-file-longer": {
    spoil: (image) => {
      crash(image, { flushedFileOffset: BigInt(image.store.size + MIB) });
      second(image, 6n, 0);
    },
    along: REPLAY,
    nearMiss: (image) => {
      crash(image, { flushedFileOffset: BigInt(image.store.size) });
      second(image, 6n, 0);
    },
  },
  "log-target-payload": {
    spoil: (image) => {
      image.place(0, image.data / MIB);
      crash(image, { writes: [{ fileOffset: image.data, sector: sectorOf(0) }] });
    },
    along: REPLAY,
    nearMiss: (image) => {
      image.place(0, image.data / MIB);
      crash(image, { writes: [{ fileOffset: image.data, zeros: 0 }] });
    },
  },
  "log-target-unused": {
    spoil: (image) => crash(image, { writes: [{ fileOffset: image.data, sector: sectorOf(0) }] }),
    along: REPLAY,
    nearMiss: (image) => crash(image),
  },
};
