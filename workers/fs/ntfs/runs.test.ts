import { expect, it } from "vitest";
import { MemoryStore } from "../../store/memory-store.ts";
import { applyFixup } from "./fixup.ts";
import { RunContent } from "./run-content.ts";
import { decodeRuns, runIndex } from "./runs.ts";

const decoded = (...pairs: number[]) => decodeRuns(Uint8Array.from(pairs), 0, 1000);

it("decodes lengths and distances, forward, backward, and holes", () => {
  expect(decoded(0x21, 0x18, 0x34, 0x56, 0x11, 0x10, 0xf0, 0x01, 0x20, 0x00)).toEqual({
    whole: true,
    runs: [
      { vcn: 0, lcn: 0x5634, count: 0x18 },
      { vcn: 0x18, lcn: 0x5624, count: 0x10 },
      { vcn: 0x28, lcn: null, count: 0x20 },
    ],
  });
});

it.each([
  ["a length of nothing", [0x10, 0x05]],
  ["a negative length", [0x11, 0xf0, 0x05, 0x00]],
  ["a place before the volume", [0x11, 0x01, 0xf0, 0x00]],
  ["more bytes than there are", [0x88, 0x01]],
  ["no end", [0x11, 0x01, 0x05]],
  ["a length that no number holds", [0x18, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f, 0x01, 0x00]],
])("does not take %s for the end", (_, pairs) => {
  expect(decoded(...pairs).whole).toBe(false);
});

it("keeps the runs before a pair that can't be", () => {
  expect(decoded(0x11, 0x02, 0x05, 0xff, 0xff).runs).toEqual([{ vcn: 0, lcn: 5, count: 2 }]);
});

it("finds the run of a cluster, or the next one", () => {
  const { runs } = decoded(0x11, 0x02, 0x05, 0x11, 0x03, 0x10, 0x00);
  expect([0, 1, 2, 4, 5].map((vcn) => runIndex(runs, vcn))).toEqual([0, 0, 1, 1, 2]);
});

it("puts back what the update sequence replaced, and knows a torn block", () => {
  const stored = new Uint8Array(1024);
  stored.set([7, 0, 0xaa, 0xbb, 0xcc, 0xdd], 48);
  stored.set([7, 0], 510);
  stored.set([7, 0], 1022);
  const fixed = applyFixup(stored, 48, 3);
  expect(fixed?.sound).toBe(1024);
  expect([...(fixed?.bytes.subarray(510, 512) ?? []), ...(fixed?.bytes.subarray(1022) ?? [])]).toEqual([
    0xaa, 0xbb, 0xcc, 0xdd,
  ]);
  stored[1022] = 8;
  expect(applyFixup(stored, 48, 3)?.sound).toBe(512);
  stored[510] = 8;
  expect(applyFixup(stored, 48, 3)?.sound).toBe(0);
  expect(applyFixup(stored, 48, 2)).toBeNull();
  expect(applyFixup(stored, 508, 3)).toBeNull();
});

it("reads zeros past the initialized size and in holes, and nothing past the volume", () => {
  const volume = new MemoryStore(new Uint8Array(4 * 512).fill(7));
  const runs = [
    { vcn: 0, lcn: 2, count: 1 },
    { vcn: 1, lcn: null, count: 1 },
    { vcn: 2, lcn: 3, count: 2 },
    { vcn: 5, lcn: 0, count: 1 },
  ];
  const value = { runs, clusterSize: 512, size: 4000, initialized: 2700, compressionUnit: 0 };
  const content = new RunContent(volume, value);
  expect([...content.extents(100, 3900)]).toEqual([
    { offset: 100, length: 412, source: { kind: "volume", offset: 1124 } },
    { offset: 512, length: 512, source: { kind: "zero" } },
    { offset: 1024, length: 512, source: { kind: "volume", offset: 1536 } },
    {
      offset: 1536,
      length: 512,
      source: { kind: "unreadable", reason: expect.stringContaining("end of the volume") },
    },
    {
      offset: 2048,
      length: 512,
      source: { kind: "unreadable", reason: expect.stringContaining("No record") },
    },
    { offset: 2560, length: 140, source: { kind: "volume", offset: 0 } },
    { offset: 2700, length: 1300, source: { kind: "zero" } },
  ]);
  const bytes = new Uint8Array(200);
  content.read(2600, bytes);
  expect([bytes[99], bytes[100]]).toEqual([7, 0]);
  expect(() => content.read(1500, bytes)).toThrow(expect.objectContaining({ offset: 1536 }));
});
