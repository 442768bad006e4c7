import { describe, expect, it } from "vitest";
import type { Outcome } from "../../api/index.ts";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { MIB } from "../../shared/numbers.ts";
import { encode } from "../../bytes/struct.ts";
import { REGION_TABLE_OFFSETS } from "../../vhdx/headers/header-section.ts";
import type { FindingCode } from "../../vhdx/findings/index.ts";
import { batEntry } from "../../vhdx/structs/bat-entry.ts";
import { LOG_SECTOR } from "../../shared/geometry.ts";
import { REGION_TABLE_SIZE } from "../../vhdx/structs/region-table.ts";
import { ImageBuilder, LOG_GUID } from "../vhdx/image-builder.ts";
import { type LogEntryOptions, type LogWrite, sectorOf } from "../vhdx/log-builder.ts";
import { openImage, UNKNOWN } from "./cases.ts";

await loadCrc32c();

/** Where a block of the disk may lie. */
const PLACE = 10;
const END = MIB / LOG_SECTOR;

/** The log's write of the BAT's first sector: block 0 is present at a MiB of the file. */
function batWith(mib: number, bat = 3 * MIB): LogWrite {
  const sector = new Uint8Array(LOG_SECTOR);
  sector.set(encode(batEntry, { state: 6, fileOffsetMb: mib }));
  return { fileOffset: bat, sector };
}

/** A crashed disk: old bytes at `PLACE` that the BAT does not know yet, and a log with entries at the given sectors. */
function crashed(...placed: readonly (readonly [number, LogEntryOptions])[]): ImageBuilder {
  const image = new ImageBuilder();
  image.fill(PLACE * MIB, MIB, 0x55);
  image.fill((PLACE + 1) * MIB, MIB, 0x66);
  image.setHeaders({ logGuid: LOG_GUID });
  for (const [sector, options] of placed) image.addLogEntry(sector * LOG_SECTOR, options);
  return image;
}

interface Case {
  readonly name: string;
  readonly image: () => ImageBuilder;
  readonly outcome: Outcome;
  readonly codes: readonly FindingCode[];
  /** Sequence numbers that are replayed. */
  readonly active: readonly bigint[];
  /** The first byte of the disk: 0x55 or 0x66 where a replay placed it, null where there is no disk. */
  readonly byte: number | null;
}

const good = { sequenceNumber: 5n, writes: [batWith(PLACE)] };
const replays = (active: readonly bigint[], ...more: readonly FindingCode[]) => ({
  outcome: "needs-replay" as const,
  codes: ["log-needs-replay", ...more] as readonly FindingCode[],
  active,
  byte: 0x55,
});
const refuses = (code: FindingCode, ...more: readonly FindingCode[]) => ({
  outcome: "unreadable" as const,
  codes: [code, ...more] as readonly FindingCode[],
  active: [],
  byte: null,
});
const one = (options: LogEntryOptions) => () => crashed([0, { ...good, ...options }]);

const CASES: readonly Case[] = [
  { name: "nothing in the log", image: () => crashed(), ...refuses("log-no-valid-sequence", "log-blank") },
  { name: "one entry", image: one({}), ...replays([5n]) },
  {
    name: "one entry with a byte of its data changed",
    image: () => {
      const image = one({})();
      image.flip(image.log.offset + LOG_SECTOR + 100);
      return image;
    },
    ...refuses("log-no-valid-sequence", "log-torn-entries"),
  },
  {
    name: "a torn entry behind a good one",
    image: () =>
      crashed([0, good], [2, { sequenceNumber: 6n, tail: 0, writes: [batWith(PLACE + 1)], checksum: 1 }]),
    ...replays([5n], "log-torn-entries"),
  },
  {
    name: "an entry with a descriptor of number 0 behind a good one, at which QEMU fails",
    image: () =>
      crashed(
        [0, good],
        [
          2,
          {
            sequenceNumber: 6n,
            tail: 0,
            writes: [batWith(PLACE + 1)],
            spoil: (bytes) => bytes.fill(0, 88, 96),
          },
        ],
      ),
    ...replays([5n], "log-torn-entries"),
  },
  {
    name: "an older entry behind the head, which QEMU replays",
    image: () =>
      crashed(
        [0, { ...good, sequenceNumber: 100n }],
        [2, { sequenceNumber: 50n, writes: [batWith(PLACE + 1)] }],
      ),
    ...replays([100n], "log-superseded-entries"),
  },
  {
    name: "two entries with a gap between their numbers",
    image: () =>
      crashed(
        [0, { sequenceNumber: 5n, writes: [batWith(PLACE + 1)] }],
        [2, { ...good, sequenceNumber: 7n }],
      ),
    ...replays([7n], "log-superseded-entries"),
  },
  {
    name: "a head whose tail is nowhere",
    image: () => crashed([0, good], [2, { sequenceNumber: 6n, tail: 100 * LOG_SECTOR, writes: [] }]),
    ...refuses("log-no-valid-sequence", "log-tail-missing"),
  },
  {
    name: "a sequence that goes round the ring's end, of which QEMU loses the first",
    image: () =>
      crashed(
        [END - 4, { sequenceNumber: 10n, tail: MIB - 4 * LOG_SECTOR, writes: [batWith(PLACE)] }],
        [
          END - 2,
          {
            sequenceNumber: 11n,
            tail: MIB - 4 * LOG_SECTOR,
            writes: [{ fileOffset: 3 * MIB + LOG_SECTOR, zeros: LOG_SECTOR }],
            padding: 1,
          },
        ],
        [0, { sequenceNumber: 12n, tail: MIB - 4 * LOG_SECTOR }],
      ),
    ...replays([10n, 11n, 12n], "log-sequence-wraps", "log-entry-padding"),
  },
  {
    name: "an entry that goes round the ring's end",
    image: () => crashed([END - 1, good]),
    ...replays([5n]),
  },
  {
    name: "entries of many logs, of which the header names the last",
    image: () =>
      crashed(
        ...[1n, 2n, 3n, 4n, 5n, 6n].map(
          (sequenceNumber, nth) =>
            [
              nth * 2,
              { sequenceNumber, logGuid: UNKNOWN.replace(/^./, String(nth)), writes: [batWith(PLACE + 1)] },
            ] as const,
        ),
        [12, { ...good, sequenceNumber: 7n }],
      ),
    ...replays([7n], "log-stale-entries"),
  },
  {
    name: "whole entries, but a header that names no log",
    image: () => {
      const image = one({})();
      image.setHeaders({});
      return image;
    },
    outcome: "opens",
    codes: ["log-stale-entries"],
    active: [],
    byte: 0,
  },
  {
    name: "an entry as long as the log",
    image: one({ entryLength: MIB }),
    ...refuses("log-no-valid-sequence", "log-torn-entries"),
  },
  {
    name: "an entry too short for its data",
    image: one({ writes: [batWith(PLACE), batWith(PLACE), batWith(PLACE)], entryLength: 2 * LOG_SECTOR }),
    ...refuses("log-no-valid-sequence", "log-torn-entries"),
  },
  {
    name: "an entry of as many descriptors as the field can say",
    image: one({ descriptorCount: 0xffff_ffff }),
    ...refuses("log-no-valid-sequence", "log-torn-entries"),
  },
  {
    name: "an entry of number 0",
    image: one({ sequenceNumber: 0n }),
    ...refuses("log-no-valid-sequence", "log-torn-entries"),
  },
  {
    name: "a write over the identifier",
    image: one({ writes: [{ fileOffset: 0, sector: sectorOf(0xee) }] }),
    ...refuses("log-illegal-target"),
  },
  {
    name: "a write over a header",
    image: one({ writes: [{ fileOffset: 64 * 1024, sector: sectorOf(0xee) }] }),
    ...refuses("log-illegal-target"),
  },
  {
    name: "a write into the log",
    image: one({ writes: [{ fileOffset: MIB + 8 * LOG_SECTOR, sector: sectorOf(0xee) }] }),
    ...refuses("log-target-in-log"),
  },
  {
    name: "2^50 zeros",
    image: one({ writes: [{ fileOffset: 3 * MIB, zeros: 2 ** 50 }] }),
    ...replays([5n]),
    codes: ["log-zeros-beyond-file", "log-needs-replay", "log-grows-file"],
    byte: 0,
  },
  {
    name: "zeros past the end of the file",
    image: one({ writes: [batWith(PLACE), { fileOffset: 19 * MIB, zeros: 2 * MIB }] }),
    ...replays([5n]),
    codes: ["log-zeros-beyond-file", "log-needs-replay", "log-grows-file"],
  },
  {
    name: "a run of no zeros over the identifier",
    image: one({ writes: [batWith(PLACE), { fileOffset: 0, zeros: 0 }] }),
    ...replays([5n]),
  },
  {
    name: "a run of no zeros past 2^53",
    image: one({ writes: [batWith(PLACE), { fileOffset: 2n ** 60n, zeros: 0 }] }),
    ...replays([5n]),
  },
  {
    name: "a file shorter than it was",
    image: one({ flushedFileOffset: BigInt(80 * MIB) }),
    ...refuses("log-file-truncated"),
  },
  {
    name: "no word of how long the file was, as Hyper-V writes",
    image: one({ flushedFileOffset: 0n, lastFileOffset: BigInt(19 * MIB) }),
    ...replays([5n]),
  },
  {
    name: "an end of the file between two MiB",
    image: one({ lastFileOffset: BigInt(24 * MIB - LOG_SECTOR) }),
    ...replays([5n]),
    codes: ["log-last-offset-unaligned", "log-needs-replay", "log-grows-file"],
  },
  {
    name: "an entry that writes nothing",
    image: () => crashed([0, { sequenceNumber: 5n }]),
    ...replays([5n], "log-replay-changes-nothing"),
    byte: 0,
  },
];

describe("a log with", () => {
  it.for(CASES.map((each) => [each.name, each] as const))(
    "%s",
    ([, { image, outcome, codes, active, byte }]) => {
      const opened = openImage(image());
      expect(opened.findings(opened.best).map(({ code }) => code)).toEqual(codes);
      expect(opened.outcome).toBe(outcome);
      expect(opened.canReplay ? opened.log?.active.map(({ header }) => header.sequenceNumber) : []).toEqual(
        active,
      );
      const into = new Uint8Array(1);
      if (byte === null) {
        expect(() => opened.disk(opened.best)).toThrow(expect.objectContaining({ code: "not-available" }));
        expect(opened.layerStates().replayed.available).toBe(false);
        // The log alone is at fault.
        expect(opened.canReadAnyway).toBe(true);
        opened.enableReadAnyway();
        opened.disk(opened.best).read(0, into);
        expect(into[0]).toBe(0);
        expect(opened.warning).toMatch(/without replaying/);
      } else {
        opened.disk(opened.best).read(0, into);
        expect(into[0]).toBe(byte);
        expect(opened.canReadAnyway).toBe(false);
      }
    },
  );
});

describe("a replay", () => {
  it("leaves every byte of the file as it was, and the disk before it to be seen", () => {
    const image = crashed([0, good]);
    const before = new Uint8Array(image.store.size);
    image.store.read(0, before);
    const opened = openImage(image);
    const first = (layer: "original" | "replayed", upTo: number | null) => {
      const into = new Uint8Array(1);
      opened.disk(opened.layer({ name: layer, upTo })).read(0, into);
      return into[0];
    };
    expect([
      first("original", null),
      first("replayed", 0),
      first("replayed", 1),
      first("replayed", null),
    ]).toEqual([0, 0, 0x55, 0x55]);
    const after = new Uint8Array(image.store.size);
    image.store.read(0, after);
    expect(Buffer.compare(after, before)).toBe(0);
  });

  it.for([
    ["whole MiB", 0],
    ["less than a MiB", LOG_SECTOR],
  ] as const)("grows the file to the next MiB where the log says %s", ([, less]) => {
    const image = crashed();
    const size = image.store.size + 4 * MIB;
    image.addLogEntry(0, { ...good, lastFileOffset: BigInt(size - less) });
    const opened = openImage(image);
    expect(opened.best.store.size).toBe(size);
    expect(opened.log?.sizeAfterReplay).toBe(size);
    expect(opened.store.size).toBe(size - 4 * MIB);
  });

  it("comes before the region tables are read: they may be in the log", () => {
    const image = crashed();
    const table = new Uint8Array(REGION_TABLE_SIZE);
    image.store.read(REGION_TABLE_OFFSETS[0], table);
    const writes = Array.from({ length: REGION_TABLE_SIZE / LOG_SECTOR }, (_, nth) => ({
      fileOffset: REGION_TABLE_OFFSETS[0] + nth * LOG_SECTOR,
      sector: table.subarray(nth * LOG_SECTOR, (nth + 1) * LOG_SECTOR),
    }));
    image.fill(REGION_TABLE_OFFSETS[0], 2 * REGION_TABLE_SIZE, 0);
    image.addLogEntry(0, { sequenceNumber: 5n, writes });
    const opened = openImage(image);
    expect(opened.outcome).toBe("needs-replay");
    expect(opened.findings(opened.best).map(({ code }) => code)).toEqual([
      "log-needs-replay",
      "region-table-copy-damaged",
    ]);
    const original = opened.layer({ name: "original", upTo: null });
    expect(opened.findings(original).map(({ code }) => code)).toContain("no-valid-region-table");
    expect(() => opened.disk(original)).toThrow(expect.objectContaining({ code: "not-available" }));
  });

  it("comes before the BAT is checked: its blocks may lie in what the replay adds to the file", () => {
    const image = crashed();
    const end = image.store.size;
    image.addLogEntry(0, { ...good, writes: [batWith(end / MIB)], lastFileOffset: BigInt(end + MIB) });
    const opened = openImage(image);
    expect(opened.findings(opened.best).map(({ code }) => code)).toEqual([
      "log-needs-replay",
      "log-grows-file",
    ]);
    expect(opened.best.bat?.owners?.at(end / MIB)).toBe(1);
  });
});

describe("a log too long to be read at once", () => {
  /** Region tables that only the log can repair, in a file whose log waits for the background stage. */
  function waiting() {
    const image = new ImageBuilder({ logLength: 8 * MIB });
    image.setHeaders({ logGuid: LOG_GUID });
    image.addLogEntry(0, { sequenceNumber: 5n });
    image.fill(REGION_TABLE_OFFSETS[0], 2 * REGION_TABLE_SIZE, 0);
    return openImage(image);
  }

  it("is not judged before it has been read, nor is what it may hold", () => {
    const opened = waiting();
    expect(opened.logPending).toBe(true);
    expect(opened.outcome).toBe("needs-replay");
    expect(opened.layerStates().replayed).toEqual({
      available: false,
      note: "The log has not been read yet.",
    });
    expect(opened.unchecked).not.toEqual([]);
  });
});
