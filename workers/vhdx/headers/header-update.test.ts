import { describe, expect, it } from "vitest";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { NIL_GUID } from "../../shared/guid.ts";
import { headerUpdate, replayHeaderUpdates } from "./header-update.ts";
import { HEADER_OFFSETS } from "./header-section.ts";
import { readHeaders } from "./headers.ts";
import { header } from "../structs/header.ts";
import {
  DATA_WRITE_GUID,
  FILE_WRITE_GUID,
  ImageBuilder,
  LOG_GUID,
} from "../../testing/vhdx/image-builder.ts";

await loadCrc32c();

const NEW_GUID = "55555555-5555-4555-8555-555555555555";
const LAST = 2n ** 64n - 1n;

function activeOf(image: ImageBuilder) {
  const { active } = readHeaders(image.store);
  if (active === null) throw new Error("no active header");
  return active;
}

describe("one header update", () => {
  it("writes the other slot with the next sequence number and the active header's other values", () => {
    const image = new ImageBuilder();
    // What stands in the stale slot must not shine through.
    image.write(header, HEADER_OFFSETS[0], { dataWriteGuid: NEW_GUID, reserved: Uint8Array.of(1) });
    const active = activeOf(image);
    const update = headerUpdate(active, { fileWriteGuid: NEW_GUID });
    expect([active.copy, update.copy, update.offset]).toEqual([2, 1, HEADER_OFFSETS[0]]);
    image.store.write(update.offset, update.bytes);
    const after = activeOf(image);
    expect(after.copy).toBe(1);
    expect(after.values).toMatchObject({
      ...active.values,
      fileWriteGuid: NEW_GUID,
      sequenceNumber: active.values.sequenceNumber + 1n,
      checksum: after.computedChecksum,
    });
  });

  it("clears reserved bytes", () => {
    const image = new ImageBuilder();
    image.write(header, HEADER_OFFSETS[1], { reserved: new Uint8Array(4016).fill(1) });
    expect(
      headerUpdate(activeOf(image), {})
        .bytes.subarray(80)
        .every((byte) => byte === 0),
    ).toBe(true);
  });

  it("is refused where no sequence number is left", () => {
    const image = new ImageBuilder();
    image.write(header, HEADER_OFFSETS[1], { sequenceNumber: LAST });
    expect(() => headerUpdate(activeOf(image), {})).toThrow(
      expect.objectContaining({ code: "not-available" }),
    );
  });
});

describe("the header updates around a replay", () => {
  const dirty = () => {
    const image = new ImageBuilder();
    image.setHeaders({ logGuid: LOG_GUID });
    return image;
  };

  it("announce it with a new FileWriteGuid, then close the log in both slots; DataWriteGuid stays", () => {
    const image = dirty();
    const start = activeOf(image);
    const { before, after } = replayHeaderUpdates(start, NEW_GUID, NIL_GUID);
    const { sequenceNumber } = start.values;

    image.store.write(before.offset, before.bytes);
    expect(activeOf(image).values).toMatchObject({
      fileWriteGuid: NEW_GUID,
      dataWriteGuid: DATA_WRITE_GUID,
      logGuid: LOG_GUID,
      sequenceNumber: sequenceNumber + 1n,
    });
    for (const write of after) {
      image.store.write(write.offset, write.bytes);
      expect(activeOf(image).values).toMatchObject({ fileWriteGuid: NEW_GUID, logGuid: NIL_GUID });
    }

    const { copies, findings } = readHeaders(image.store);
    expect(findings).toEqual([]);
    expect(copies.map(({ valid }) => valid)).toEqual([true, true]);
    const [first, second] = copies.toSorted((a, b) =>
      Number(a.values.sequenceNumber - b.values.sequenceNumber),
    );
    expect(first?.values.sequenceNumber).toBe(sequenceNumber + 2n);
    expect(second?.values.sequenceNumber).toBe(sequenceNumber + 3n);
    for (const { values } of copies) {
      expect(values).toMatchObject({
        fileWriteGuid: NEW_GUID,
        dataWriteGuid: DATA_WRITE_GUID,
        logGuid: NIL_GUID,
        logOffset: start.values.logOffset,
        logLength: start.values.logLength,
      });
    }
    expect(NEW_GUID).not.toBe(FILE_WRITE_GUID);
  });

  it("leave a header that counts, whichever of the three writes is cut short", () => {
    for (const stop of [0, 1, 2]) {
      const image = dirty();
      const { before, after } = replayHeaderUpdates(activeOf(image), NEW_GUID, NIL_GUID);
      const writes = [before, ...after];
      for (const [index, write] of writes.entries()) {
        if (index < stop) image.store.write(write.offset, write.bytes);
        else if (index === stop) image.store.write(write.offset, write.bytes.subarray(0, 12));
      }
      const { active, copies } = readHeaders(image.store);
      expect(copies.filter(({ valid }) => valid)).toHaveLength(1);
      expect(active?.values.logGuid).toBe(stop < 2 ? LOG_GUID : NIL_GUID);
    }
  });

  it("are refused as a whole where the sequence numbers run out on the way", () => {
    for (const left of [0n, 1n, 2n]) {
      const image = dirty();
      image.write(header, HEADER_OFFSETS[1], { sequenceNumber: LAST - left });
      expect(() => replayHeaderUpdates(activeOf(image), NEW_GUID, NIL_GUID)).toThrow(
        expect.objectContaining({ code: "not-available" }),
      );
    }
    const image = dirty();
    image.write(header, HEADER_OFFSETS[1], { sequenceNumber: LAST - 3n });
    expect(replayHeaderUpdates(activeOf(image), NEW_GUID, NIL_GUID).after[1].values.sequenceNumber).toBe(
      LAST,
    );
  });
});
