import { expect, it } from "vitest";
import type { FileExtent } from "../../../fs/file-system.ts";
import { MemoryStore } from "../../../store/memory-store.ts";
import { MemoryContent } from "../../../testing/engine/files/memory-content.ts";
import { UNATTENDED } from "../../jobs/jobs.ts";
import { ContentReader } from "./content-reader.ts";
import { Problems } from "./problems.ts";

const KIB = 1024;
const bytes = Uint8Array.from({ length: 128 * KIB }, (_, at) => 1 + (at % 250));
const lost: FileExtent["source"] = { kind: "unreadable", reason: "It is lost." };

/** A file that lies on a volume as it is, but for runs that can't be read, in KiB. */
function fileWith(...runs: readonly (readonly [from: number, length: number])[]): MemoryContent {
  const extents: FileExtent[] = [];
  let at = 0;
  const upTo = (end: number) => {
    if (end > at) extents.push({ offset: at, length: end - at, source: { kind: "volume", offset: at } });
    at = end;
  };
  for (const [from, length] of runs) {
    upTo(from * KIB);
    extents.push({ offset: at, length: length * KIB, source: lost });
    at += length * KIB;
  }
  upTo(bytes.length);
  return new MemoryContent(new MemoryStore(bytes), extents);
}

it("lists each run that became zeros, with its place and its length, and reads all around", async () => {
  const problems = new Problems();
  const reader = new ContentReader(() => Promise.resolve(true), UNATTENDED, problems);
  const path = [{ text: "file", bytes: new Uint8Array() }];
  const read = await reader.read(fileWith([8, 12], [40, 1], [124, 4]), path, 0, bytes.length);
  // By whole sectors of a drive.
  const zeros = [
    [8, 20],
    [40, 44],
    [124, 128],
  ] as const;
  const wanted = bytes.slice();
  for (const [from, end] of zeros) wanted.fill(0, from * KIB, end * KIB);
  expect(Buffer.compare(read, wanted)).toBe(0);
  expect(reader.zeroed).toEqual([
    "file: 12 KiB from byte 8,192 on",
    "file: 4 KiB from byte 40,960 on",
    "file: 4 KiB from byte 126,976 on",
  ]);
  expect(problems.list).toHaveLength(1);
});
