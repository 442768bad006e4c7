import { beforeAll, describe, expect, it } from "vitest";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { encode } from "../../bytes/struct.ts";
import { FULLY_PRESENT } from "../../shared/bat-states.ts";
import { LOG_SECTOR } from "../../shared/geometry.ts";
import { NIL_GUID } from "../../shared/guid.ts";
import { MIB } from "../../shared/numbers.ts";
import { readUpTo } from "../../store/store.ts";
import {
  DATA_WRITE_GUID,
  FILE_WRITE_GUID,
  ImageBuilder,
  LOG_GUID,
} from "../../testing/vhdx/image-builder.ts";
import type { LogEntryOptions } from "../../testing/vhdx/log-builder.ts";
import { countedGuids } from "../../testing/vhdx/one-by-one.ts";
import { readHeaders } from "../headers/headers.ts";
import { batEntry } from "../structs/bat-entry.ts";
import { discardLog } from "./discard-log.ts";

beforeAll(loadCrc32c);

/** A disk with bytes of block 0 that only the log names. @returns the values of both headers after the log was discarded */
function discarded(entry: (image: ImageBuilder) => LogEntryOptions | null) {
  const image = new ImageBuilder({ room: 2 * MIB });
  image.fill(image.data, MIB, 0x40);
  const options = entry(image);
  if (options !== null) image.addLogEntry(0, options);
  image.setHeaders({ logGuid: LOG_GUID });
  discardLog(image.store, countedGuids());
  const { copies, dirty } = readHeaders(image.store);
  expect(dirty).toBe(false);
  expect(copies.map(({ valid }) => valid)).toEqual([true, true]);
  return copies.map(({ values }) => values);
}

const batSector = (image: ImageBuilder, placed: boolean) => {
  const sector = readUpTo(image.store, image.bat.offset, LOG_SECTOR);
  if (placed) sector.set(encode(batEntry, { state: FULLY_PRESENT, fileOffsetMb: image.data / MIB }));
  return { writes: [{ fileOffset: image.bat.offset, sector }] };
};

describe("a log that is discarded", () => {
  it("is named by neither header, and both get the same new FileWriteGuid", () => {
    const [a, b] = discarded((image) => batSector(image, true));
    for (const values of [a, b]) expect(values).toMatchObject({ logGuid: NIL_GUID });
    expect(a?.fileWriteGuid).not.toBe(FILE_WRITE_GUID);
    expect(b?.fileWriteGuid).toBe(a?.fileWriteGuid);
    expect(b?.dataWriteGuid).toBe(a?.dataWriteGuid);
  });

  it.for<readonly [string, (image: ImageBuilder) => LogEntryOptions | null, boolean]>([
    ["holds a block of the disk", (image) => batSector(image, true), true],
    ["holds nothing that is not in its place", (image) => batSector(image, false), false],
    ["holds no entry", () => null, false],
    ["holds torn entries alone", (image) => ({ ...batSector(image, true), checksum: 1 }), false],
    [
      "holds whole entries that are no sequence",
      (image) => ({ ...batSector(image, true), tail: 8192 }),
      true,
    ],
  ])("changes DataWriteGuid only where a guest's writes are lost: it %s", ([, entry, lost]) => {
    const [a] = discarded(entry);
    expect(a?.dataWriteGuid !== DATA_WRITE_GUID).toBe(lost);
  });
});
