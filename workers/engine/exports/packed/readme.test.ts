import { expect, it } from "vitest";
import type { PackedDescription } from "./format.ts";
import { packedReadme } from "./readme.ts";

/** The lines about runs of 512 bytes that can't be read, each 1,000 bytes after the one before. */
function lost(runs: number): readonly string[] {
  const unreadable = Array.from({ length: runs }, (_, nth) => ({ offset: 1000 * nth, length: 512 }));
  const packed: Partial<PackedDescription> = {
    source: { name: "disk.vhdx", size: 4096 },
    tool: { name: "Platter", version: "0" },
    parents: [],
    ranges: [],
    warning: null,
    diskSize: 4096,
    packedSize: 0,
    unreadable,
  };
  return packedReadme(packed as PackedDescription)
    .split(/\r?\n/)
    .filter((line) => /^Lost:|^ {10}- /.test(line))
    .map((line) => line.trim());
}

it("lists 20 runs that can't be read, and counts the rest", () => {
  expect(lost(0)).toEqual([]);
  const listed = Array.from({ length: 20 }, (_, nth) => `- 512 bytes from byte ${1000 * nth} on`);
  expect(lost(20).slice(1)).toEqual(listed);
  expect(lost(22).slice(1)).toEqual([...listed, "- and 2 more runs, which packed.json lists"]);
  expect(lost(22)[0]).toContain(`${22 * 512} bytes can't be read`);
});
