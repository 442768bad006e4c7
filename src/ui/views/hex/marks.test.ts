import { expect, it } from "vitest";
import type { DiskExtent } from "../../../../workers/api/index.ts";
import { diskMarks, fileMarks } from "./marks.ts";

it("marks the user's changes over the replay's", () => {
  expect(
    fileMarks({ changedByReplay: [{ offset: 0, length: 8 }], changedByUser: [{ offset: 4, length: 2 }] }),
  ).toEqual([
    { offset: 0, length: 8, kind: "replay" },
    { offset: 4, length: 2, kind: "user" },
  ]);
});

it("marks what a virtual disk's bytes are not", () => {
  const at = (offset: number, source: DiskExtent["source"]): DiskExtent => ({
    offset,
    length: 512,
    source,
    owner: null,
    block: 0,
    batIndex: 0,
    state: "",
  });
  const extents = [
    at(0, { kind: "file", fileOffset: 4096 }),
    at(512, { kind: "zero", reason: "not present" }),
    at(1024, { kind: "parent" }),
    at(1536, { kind: "unreadable", reason: "beyond the file" }),
  ];
  expect(
    diskMarks({
      extents,
      changedByReplay: [{ offset: 0, length: 16 }],
      changedByUser: [{ offset: 8, length: 4 }],
    }),
  ).toEqual([
    { offset: 512, length: 512, kind: "absent" },
    { offset: 1024, length: 512, kind: "parent" },
    { offset: 1536, length: 512, kind: "unreadable" },
    { offset: 0, length: 16, kind: "replay" },
    { offset: 8, length: 4, kind: "user" },
  ]);
});
