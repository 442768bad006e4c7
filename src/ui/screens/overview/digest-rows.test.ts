import { expect, it } from "vitest";
import type { ReportDigests } from "../../../../workers/api/index.ts";
import { digestRows, diskPromise, whenComputed } from "./digest-rows.ts";

const digests = (sha256: string | null, sparseSha256: string | null): ReportDigests => ({
  computedAt: "2026-11-30T19:20:00.000Z",
  source: { sha256: "aa", sha1: "bb", md5: "cc" },
  sourceAtEnd: { sha256: "aa" },
  layerFile: { sha256: "dd" },
  virtualDisk: { sha256, sparseSha256 },
});
const diskRows = (...of: Parameters<typeof digestRows>) => digestRows(...of).slice(-2);

it("shows what was computed", () => {
  expect(digestRows(digests("ee", "ff"), "replayed", null).map(({ value }) => value)).toEqual([
    "aa",
    "bb",
    "cc",
    "dd",
    "ee",
    "ff",
  ]);
});

it("says why a digest is missing", () => {
  const parent = "The bytes from 0x0 on are in the parent disk, which is not open.";
  for (const row of diskRows(digests(null, null), "original", parent))
    expect(row).toMatchObject({ value: `Not computed: ${parent}`, computed: false });
  const [whole, sparse] = diskRows(digests(null, "ff"), "original", null);
  expect(whole?.value).toContain("only stored bytes of the disk were hashed");
  expect(sparse?.value).toBe("ff");
});

it("promises no digest of a disk that can't be read", () => {
  expect(diskPromise("original", null)).toBe("SHA-256 of the original file and its virtual disk.");
  expect(diskPromise("original", "Not a VHDX.")).toBe(
    "SHA-256 of the original file. No virtual disk is hashed: Not a VHDX.",
  );
});

it("says of digests of an earlier visit that nothing was read since", () => {
  const at = "2026-11-30T19:20:00.000Z";
  expect(whenComputed(at, Date.parse(at) - 1)).toBe("Computed on 2026-11-30 19:20:00 UTC.");
  expect(whenComputed(at, Date.parse(at) + 1)).toMatch(
    /^Computed on 2026-11-30 19:20:00 UTC, at an earlier visit\. .* its blocks were not read again\.$/,
  );
});
