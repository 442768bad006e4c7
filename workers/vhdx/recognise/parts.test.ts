import { expect, it } from "vitest";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { LOG_SECTOR } from "../../shared/geometry.ts";
import { MIB } from "../../shared/numbers.ts";
import { ImageBuilder, LOG_GUID } from "../../testing/vhdx/image-builder.ts";
import type { LogEntryOptions } from "../../testing/vhdx/log-builder.ts";
import { partsOf } from "./parts.ts";

await loadCrc32c();

/** The parts of a file of which a log entry is left, and nothing else. */
function partsOfLog(entry: LogEntryOptions): readonly string[] {
  const image = new ImageBuilder();
  image.addLogEntry(0, { logGuid: LOG_GUID, sequenceNumber: 1n, ...entry });
  image.fill(0, MIB, 0);
  image.fill(image.metadata.offset, image.data - image.metadata.offset, 0);
  return partsOf(image.store).map(({ name }) => name);
}

it("finds a log entry alone", () => {
  expect(partsOfLog({})).toEqual(["a log entry at 1 MiB"]);
});

it("takes no entry for one whose fields can't be", () => {
  expect(partsOfLog({ sequenceNumber: 0n })).toEqual([]);
  expect(partsOfLog({ entryLength: LOG_SECTOR + 1 })).toEqual([]);
  expect(partsOfLog({ entryLength: 0 })).toEqual([]);
  expect(partsOfLog({ tail: 1 })).toEqual([]);
  expect(partsOfLog({ reserved: 1 })).toEqual([]);
});
