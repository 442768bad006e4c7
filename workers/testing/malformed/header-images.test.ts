import { describe, expect, it } from "vitest";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { NIL_GUID } from "../../shared/guid.ts";
import { GIB, MIB } from "../../shared/numbers.ts";
import { textToUtf16 } from "../../shared/encoded-text.ts";
import { HEADER_OFFSETS } from "../../vhdx/headers/header-section.ts";
import { fileIdentifier } from "../../vhdx/structs/file-identifier.ts";
import { header } from "../../vhdx/structs/header.ts";
import { FILE_PARAMETERS } from "../../vhdx/structs/metadata-items.ts";
import { ImageBuilder, LOG_GUID } from "../vhdx/image-builder.ts";
import { ALL_ONES, type Case, judge, openImage, UNKNOWN, withItem } from "./cases.ts";

await loadCrc32c();

const flipBoth = (image: ImageBuilder, offsets: readonly number[]) => {
  for (const offset of offsets) image.flip(offset + 4);
};

const HEADERS: readonly Case[] = [
  {
    name: "no byte at all",
    spoil: ({ store }) => store.truncate(0),
    outcome: "not-vhdx",
    codes: ["not-vhdx"],
  },
  {
    name: "half of the header section",
    spoil: ({ store }) => store.truncate(512 * 1024),
    outcome: "unreadable",
    codes: [
      "too-small",
      "region-beyond-file",
      "log-beyond-file",
      "region-beyond-file",
      "file-length-unaligned",
    ],
  },
  {
    name: "a signature in upper case",
    spoil: (image) => image.write(fileIdentifier, 0, { signature: "Vhdxfile" }),
    outcome: "unreadable",
    codes: ["identifier-damaged"],
  },
  {
    name: "a creator of lone surrogates",
    spoil: (image) => image.write(fileIdentifier, 0, { creator: "\ud800".repeat(256) }),
    outcome: "opens",
    codes: ["creator-not-text"],
  },
  {
    name: "a damaged first header",
    spoil: (image) => image.flip(HEADER_OFFSETS[0] + 4),
    outcome: "opens",
    codes: ["header-copy-damaged"],
  },
  {
    name: "a damaged second header",
    spoil: (image) => image.flip(HEADER_OFFSETS[1] + 4),
    outcome: "opens",
    codes: ["header-copy-damaged"],
  },
  {
    name: "two damaged headers",
    spoil: (image) => flipBoth(image, HEADER_OFFSETS),
    outcome: "unreadable",
    codes: ["no-valid-header"],
  },
  {
    name: "two equal headers",
    spoil: (image) => image.setHeaders({ sequenceNumber: 1n }),
    outcome: "opens",
    codes: ["headers-identical"],
  },
  {
    name: "two headers of one number that differ",
    spoil: (image) => {
      image.setHeaders({ sequenceNumber: 1n });
      image.write(header, HEADER_OFFSETS[1], { dataWriteGuid: UNKNOWN });
    },
    outcome: "unreadable",
    codes: ["header-sequence-tie"],
  },
  {
    name: "the last sequence number",
    spoil: (image) => image.write(header, HEADER_OFFSETS[0], { sequenceNumber: ALL_ONES }),
    outcome: "damaged",
    codes: ["header-sequence-exhausted", "header-sequence-gap"],
  },
  {
    name: "version 2 in the active header alone",
    spoil: (image) => image.write(header, HEADER_OFFSETS[1], { version: 2 }),
    outcome: "unreadable",
    codes: ["unsupported-version"],
  },
  {
    name: "version 2 in the other header alone",
    spoil: (image) => image.write(header, HEADER_OFFSETS[0], { version: 2 }),
    outcome: "opens",
    codes: ["header-copy-version"],
  },
  {
    name: "log version 1 without a log",
    spoil: (image) => image.setHeaders({ logVersion: 1 }),
    outcome: "opens",
    codes: ["log-version-ignored"],
  },
  {
    name: "log version 1 and a log",
    spoil: (image) => image.setHeaders({ logVersion: 1, logGuid: LOG_GUID }),
    outcome: "unreadable",
    codes: ["log-version"],
  },
  {
    name: "a reserved byte of the header",
    spoil: (image) => image.write(header, HEADER_OFFSETS[1], { reserved: Uint8Array.of(0, 1) }),
    outcome: "opens",
    codes: ["header-reserved"],
  },
];

const LOG_PLACES: readonly Case[] = [
  {
    name: "an unaligned log that is not needed",
    spoil: (image) => image.setHeaders({ logOffset: BigInt(MIB + 4096) }),
    outcome: "damaged",
    codes: ["log-geometry"],
  },
  {
    name: "an unaligned log that is needed",
    spoil: (image) => image.setHeaders({ logOffset: BigInt(MIB + 4096), logGuid: LOG_GUID }),
    outcome: "unreadable",
    codes: ["log-geometry"],
  },
  {
    name: "a needed log past the end of the file",
    spoil: (image) => image.setHeaders({ logOffset: BigInt(GIB), logGuid: LOG_GUID }),
    outcome: "unreadable",
    codes: ["log-beyond-file"],
  },
  {
    name: "a log past the end of the file",
    spoil: (image) => image.setHeaders({ logOffset: BigInt(GIB) }),
    outcome: "damaged",
    codes: ["log-beyond-file"],
  },
  {
    name: "a log at 2^63",
    spoil: (image) => image.setHeaders({ logOffset: 2n ** 63n }),
    outcome: "unreadable",
    codes: ["log-too-far"],
  },
  {
    name: "a log in the header section",
    spoil: (image) => image.setHeaders({ logOffset: 0n }),
    outcome: "unreadable",
    codes: ["log-in-header"],
  },
  {
    name: "a log of more than a GiB",
    spoil: (image) => image.setHeaders({ logLength: GIB + MIB }),
    outcome: "unreadable",
    codes: ["log-too-long"],
  },
  {
    name: "no log",
    spoil: (image) => image.setHeaders({ logLength: 0 }),
    outcome: "damaged",
    codes: ["log-none"],
  },
  {
    name: "no log although one is needed",
    spoil: (image) => image.setHeaders({ logLength: 0, logGuid: LOG_GUID }),
    outcome: "unreadable",
    codes: ["log-missing"],
  },
  {
    name: "a log over the BAT",
    spoil: (image) => image.setHeaders({ logOffset: BigInt(image.bat.offset) }),
    outcome: "unreadable",
    codes: ["region-overlap"],
  },
];

describe("headers and the place of the log", () => {
  it.for([...HEADERS, ...LOG_PLACES].map((each) => [each.name, each] as const))("%s", ([, each]) => {
    const found = judge(each);
    expect(found.codes).toEqual(each.codes);
    expect(found.outcome).toBe(each.outcome);
    for (const message of found.messages) expect(message).toMatch(/^[A-Z].*[.!?]$/s);
  });

  it("give the creator as text, with marks for what is none", () => {
    const image = new ImageBuilder();
    image.store.write(8, textToUtf16(`a${"\ud800".repeat(3)}`));
    expect(openImage(image).identifier.creator.slice(0, 4)).toBe("a\ufffd\ufffd\ufffd");
  });

  it("leave the disk to be read on demand where only the place of the log is impossible", () => {
    for (const logGuid of [LOG_GUID, NIL_GUID]) {
      const image = new ImageBuilder();
      image.setHeaders({ logOffset: 0n, logGuid });
      const opened = openImage(image);
      expect(opened.canReadAnyway).toBe(true);
      opened.enableReadAnyway();
      expect(opened.warning).toMatch(/log/);
      expect(opened.disk(opened.best).size).toBe(64 * MIB);
    }
  });

  it("leave nothing to be read where more is at fault", () => {
    const image = new ImageBuilder();
    image.setHeaders({ logOffset: 0n });
    withItem(image, FILE_PARAMETERS.guid, null);
    const opened = openImage(image);
    expect(opened.canReadAnyway).toBe(false);
    expect(() => opened.enableReadAnyway()).toThrow(expect.objectContaining({ code: "not-available" }));
    expect(opened.warning).toBeNull();
  });
});
