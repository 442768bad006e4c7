import { beforeAll, expect, it } from "vitest";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { image } from "../../testing/vhdx/scenario-bases.ts";
import { openAfterCrash } from "../../testing/vhdx/judge.ts";
import { DiskWriter } from "../../vhdx/write/disk-writer.ts";
import { fill } from "./fill.ts";

beforeAll(loadCrc32c);

it("repeats a pattern from the first byte on, over the ends of its chunks, up to the last", () => {
  const length = 3 * 1024 * 1024 + 17;
  const offset = 1000;
  const store = image();
  const writer = new DiskWriter(store);
  fill(writer, offset, length, Uint8Array.of(1, 2, 3, 4, 5, 6, 7));
  writer.close();
  const { disk } = openAfterCrash(store).structures;
  if (disk === null) throw new Error("the image must have a virtual disk");
  const bytes = new Uint8Array(length + 2);
  disk.read(offset - 1, bytes);
  const expected = Uint8Array.from({ length: bytes.length }, (_, at) =>
    at === 0 || at > length ? 0 : 1 + ((at - 1) % 7),
  );
  expect(Buffer.compare(bytes, expected)).toBe(0);
});
