import { describe, expect, it } from "vitest";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { MIB } from "../../shared/numbers.ts";
import { runSteps } from "../../bytes/steps.ts";
import { readHeaders } from "../headers/headers.ts";
import { LOG_SECTOR } from "../../shared/geometry.ts";
import { ImageBuilder, LOG_GUID } from "../../testing/vhdx/image-builder.ts";
import { type LogEntryOptions, sectorOf } from "../../testing/vhdx/log-builder.ts";
import { FindingList } from "../findings/index.ts";
import { LogRing } from "./ring.ts";
import { checkTargets, type LogScan, scanLog } from "./scan.ts";

await loadCrc32c();

const OTHER_GUID = "99999999-9999-4999-8999-999999999999";

function dirty(...placed: readonly (readonly [number, LogEntryOptions])[]): ImageBuilder {
  const image = new ImageBuilder();
  image.setHeaders({ logGuid: LOG_GUID });
  for (const [sector, options] of placed) image.addLogEntry(sector * LOG_SECTOR, options);
  return image;
}

function scan(image: ImageBuilder): LogScan {
  const headers = readHeaders(image.store);
  if (headers.log === null) throw new Error("the image has no log");
  return runSteps(scanLog(image.store, headers, headers.log));
}

const states = ({ entries }: LogScan) =>
  entries.map(({ entry, state }) => `${entry.header.sequenceNumber} ${state}`);
const codes = ({ findings }: LogScan) => findings.map(({ code }) => code);
const toBat = (value = 1) => ({ fileOffset: 3 * MIB, sector: sectorOf(value) });

describe("every entry in the ring", () => {
  it("is shown with its part and a reason", () => {
    const image = dirty(
      [0, { sequenceNumber: 8n, tail: 0, writes: [toBat()] }],
      [2, { sequenceNumber: 9n, tail: 2 * LOG_SECTOR, writes: [toBat()] }],
      [4, { sequenceNumber: 10n, tail: 2 * LOG_SECTOR, writes: [toBat()] }],
      [6, { sequenceNumber: 11n, tail: 2 * LOG_SECTOR, writes: [toBat()], checksum: 1 }],
      [10, { sequenceNumber: 3n }],
      [12, { sequenceNumber: 12n, logGuid: OTHER_GUID }],
      [14, { sequenceNumber: 12n, logGuid: OTHER_GUID, checksum: 1 }],
    );
    const found = scan(image);
    expect(states(found)).toEqual([
      "8 before-tail",
      "9 active",
      "10 active",
      "11 torn",
      "3 superseded",
      "12 stale",
      "12 torn",
    ]);
    for (const { reason } of found.entries) expect(reason).toMatch(/^[A-Z].*\.$/);
    expect(found.active.map(({ header }) => header.sequenceNumber)).toEqual([9n, 10n]);
    expect(found.replayable).toBe(true);
    expect(codes(found)).toEqual([
      "log-needs-replay",
      "log-entries-before-tail",
      "log-superseded-entries",
      "log-torn-entries",
      "log-stale-entries",
    ]);
  });

  it("is stale where the header names no log, as whole as it may be", () => {
    const image = dirty([0, { sequenceNumber: 8n }], [1, { sequenceNumber: 9n, logGuid: OTHER_GUID }]);
    image.setHeaders({});
    const found = scan(image);
    expect(states(found)).toEqual(["8 stale", "9 stale"]);
    expect(found).toMatchObject({ active: [], replayable: false, sizeAfterReplay: image.store.size });
  });
});

describe("an entry does not count", () => {
  const cases: readonly (readonly [string, LogEntryOptions])[] = [
    ["with a checksum that does not match", { checksum: 0x12345678 }],
    ["as long as the log", { entryLength: MIB }],
    ["with no length", { entryLength: 0 }],
    ["with a length that is not a multiple of 4 KiB", { entryLength: 4100 }],
    ["with the largest length", { entryLength: 0xffff_ffff }],
    ["with sequence number 0", { sequenceNumber: 0n, writes: [] }],
    ["with a tail between sectors", { tail: 100 }],
    ["with a tail outside the log", { tail: MIB }],
    ["with more descriptors than bytes", { descriptorCount: 0xffff_ffff }],
    ["with one descriptor more than its sector holds", { descriptorCount: 127 }],
    ["with a descriptor without a signature", { descriptorCount: 2 }],
    ["without room for its data", { entryLength: LOG_SECTOR }],
    ["with a descriptor of another sequence", { spoil: (bytes) => bytes.fill(0, 64 + 24, 64 + 32) }],
    ["with an unaligned target", { spoil: (bytes) => bytes.fill(1, 64 + 16, 64 + 17) }],
    ["with a data sector that does not say so", { spoil: (bytes) => bytes.fill(0, 4096, 4100) }],
    ["with a data sector of another sequence, above", { spoil: (bytes) => bytes.fill(1, 4100, 4101) }],
    ["with a data sector of another sequence, below", { spoil: (bytes) => bytes.fill(9, 8188, 8189) }],
    ["with an unaligned run of zeros", { writes: [{ fileOffset: 3 * MIB, zeros: 100 }] }],
  ];
  it.for(cases)("%s", ([, options]) => {
    const found = scan(dirty([0, { sequenceNumber: 5n, writes: [toBat()], ...options }]));
    expect(found.entries.map(({ state }) => state)).toEqual(["torn"]);
    expect(found.replayable).toBe(false);
    expect(codes(found)).toEqual(["log-no-valid-sequence", "log-torn-entries"]);
  });

  it("that fills the ring, though all its bytes are whole; one sector less is an entry", () => {
    const filled = (padding: number) => scan(dirty([0, { sequenceNumber: 5n, writes: [toBat()], padding }]));
    const sectors = MIB / LOG_SECTOR;
    expect(states(filled(sectors - 2))).toEqual(["5 torn"]);
    expect(states(filled(sectors - 3))).toEqual(["5 active"]);
  });

  it("but does with padding behind its data, or with descriptors that fill a sector to its end", () => {
    const full = Array.from({ length: 126 }, (_, nth) => ({ fileOffset: 3 * MIB + nth * 4096, zeros: 4096 }));
    for (const options of [
      { writes: [toBat()], padding: 3 },
      { writes: full },
      { writes: [...full, toBat()] },
    ]) {
      const found = scan(dirty([0, { sequenceNumber: 5n, ...options }]));
      expect(states(found)).toEqual(["5 active"]);
    }
  });
});

describe("a replay", () => {
  it.for<[string, LogEntryOptions, string?]>([
    ["the file identifier", { writes: [{ fileOffset: 0, sector: sectorOf(1) }] }],
    ["a header", { writes: [{ fileOffset: 65536, sector: sectorOf(1) }] }],
    ["the last sector before the region tables", { writes: [{ fileOffset: 188 * 1024, zeros: 4096 }] }],
    [
      "the log itself",
      { writes: [{ fileOffset: 2 * MIB - 4096, sector: sectorOf(1) }] },
      "log-target-in-log",
    ],
    ["the log, from before it", { writes: [{ fileOffset: MIB - 4096, zeros: 8192 }] }, "log-target-in-log"],
    ["2^53", { writes: [{ fileOffset: 2n ** 53n, sector: sectorOf(1) }] }, "log-target-too-far"],
    [
      "all 64 bits",
      { writes: [{ fileOffset: 2n ** 64n - 4096n, sector: sectorOf(1) }] },
      "log-target-too-far",
    ],
    [
      "zeros up to 2^64",
      { writes: [{ fileOffset: 3 * MIB, zeros: 2n ** 64n - 4096n }] },
      "log-target-too-far",
    ],
    ["growth past 2^53", { lastFileOffset: 2n ** 63n }, "log-target-too-far"],
  ])("is refused as a whole where an entry asks for %s", ([, options, code = "log-illegal-target"]) => {
    const image = dirty(
      [0, { sequenceNumber: 5n, tail: 0, writes: [toBat()] }],
      [2, { sequenceNumber: 6n, tail: 0, ...options }],
    );
    const found = scan(image);
    expect(codes(found)).toContain(code);
    expect(found).toMatchObject({ replayable: false, sizeAfterReplay: null });
  });

  it("may write the region tables and grow the file", () => {
    const image = dirty([
      0,
      {
        sequenceNumber: 5n,
        writes: [
          { fileOffset: 192 * 1024, sector: sectorOf(1) },
          { fileOffset: 100 * MIB, sector: sectorOf(2) },
        ],
      },
    ]);
    expect(scan(image)).toMatchObject({ replayable: true, sizeAfterReplay: 100 * MIB + LOG_SECTOR });
  });

  it("may write zeros past the end of the file, which grows, and says so", () => {
    const image = dirty([0, { sequenceNumber: 5n, writes: [{ fileOffset: 30 * MIB, zeros: 10 * MIB }] }]);
    const found = scan(image);
    expect(found).toMatchObject({ replayable: true, sizeAfterReplay: 40 * MIB });
    expect(codes(found)).toContain("log-zeros-beyond-file");
  });

  it("takes a run of no zeros as no write, whatever place it names", () => {
    for (const fileOffset of [0n, 65536n, BigInt(MIB), 2n ** 63n]) {
      const found = scan(dirty([0, { sequenceNumber: 5n, writes: [toBat(), { fileOffset, zeros: 0 }] }]));
      expect(found, `at ${fileOffset}`).toMatchObject({ replayable: true });
      expect(codes(found)).not.toContain("log-zeros-beyond-file");
    }
  });

  it("makes the file as long as the head says, whatever earlier entries said", () => {
    const last = (mib: number) => ({ lastFileOffset: BigInt(mib * MIB) });
    const image = dirty(
      [0, { sequenceNumber: 5n, tail: 0, ...last(50) }],
      [1, { sequenceNumber: 6n, tail: 0, ...last(30) }],
    );
    expect(scan(image).sizeAfterReplay).toBe(30 * MIB);
  });

  it("may zero up to where any of its entries says that the file ended, though the last has cut it", () => {
    const end = 40 * MIB;
    const writes = [{ fileOffset: end - LOG_SECTOR, zeros: LOG_SECTOR }];
    const image = dirty(
      [0, { sequenceNumber: 5n, tail: 0, writes, lastFileOffset: BigInt(end) }],
      [1, { sequenceNumber: 6n, tail: 0, lastFileOffset: BigInt(20 * MIB) }],
    );
    expect(scan(image)).toMatchObject({ replayable: true, sizeAfterReplay: end });
    expect(codes(scan(image))).not.toContain("log-zeros-beyond-file");
  });

  it("is refused where the file is shorter than the head says that it was, and only the head", () => {
    const longer = { flushedFileOffset: BigInt(80 * MIB) };
    const first: LogEntryOptions = { sequenceNumber: 5n, tail: 0 };
    const second: LogEntryOptions = { sequenceNumber: 6n, tail: 0 };
    const cut = scan(dirty([0, first], [1, { ...second, ...longer }]));
    expect(codes(cut)).toContain("log-file-truncated");
    expect(cut.replayable).toBe(false);
    expect(scan(dirty([0, { ...first, ...longer }], [1, second])).replayable).toBe(true);
  });
});

it("says of the newest entry alone that its FlushedFileOffset is not a multiple of 1 MiB", () => {
  const flushed = (...offsets: readonly number[]) =>
    codes(
      scan(
        dirty(
          ...offsets.map(
            (offset, nth) =>
              [
                2 * nth,
                {
                  sequenceNumber: BigInt(8 + nth),
                  tail: 0,
                  writes: [toBat()],
                  flushedFileOffset: BigInt(offset),
                },
              ] as const,
          ),
        ),
      ),
    ).includes("log-flushed-offset-unaligned");
  expect(flushed(4 * MIB)).toBe(false);
  expect(flushed(4 * MIB + 4096)).toBe(true);
  expect(flushed(4 * MIB + 4096, 5 * MIB)).toBe(false);
});

describe("the look at where entries write", () => {
  it("goes on in steps of some 1,000 writes, so that it can be cancelled", () => {
    const stepsOf = (count: number) => {
      const writes = Array.from({ length: count }, () => ({ fileOffset: 3 * MIB, zeros: LOG_SECTOR }));
      const image = dirty([0, { sequenceNumber: 8n, writes }]);
      const headers = readHeaders(image.store);
      if (headers.log === null) throw new Error("the image has no log");
      const { active } = runSteps(scanLog(image.store, headers, headers.log));
      const ring = new LogRing(image.store, headers.log);
      return [...checkTargets(ring, active, new FindingList())].length;
    };
    expect(stepsOf(5000) - stepsOf(1000)).toBe(4);
  });
});
