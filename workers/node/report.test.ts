import { stat } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { corpusImages, unpack } from "../../e2e/support/corpus.ts";
import { requireTool } from "../../e2e/support/needs.ts";
import { reportOf } from "./testing.ts";

describe("the report", () => {
  it("of a chain says which files it is read through, and which linkage each has", async (test) => {
    requireTool(test, "corpus");
    const [top, ...parents] = await Promise.all(
      ["chain-2-top.vhdx", "chain-0-base.vhdx", "chain-1-middle.vhdx"].map(unpack),
    );
    const found = await reportOf(top ?? "", parents);
    expect([found.outcome, found.missingParent]).toEqual(["opens", null]);
    expect(found.chain.map(({ link, name, match }) => [link, name, match])).toEqual([
      [0, "chain-2-top.vhdx", null],
      [1, "chain-1-middle.vhdx", "parent_linkage"],
      [2, "chain-0-base.vhdx", "parent_linkage"],
    ]);
    const alone = await reportOf(top ?? "", parents.slice(1));
    expect([alone.outcome, alone.missingParent]).toEqual(["needs-parent", "chain-0-base.vhdx"]);
  });

  it("is there for the whole corpus", (test) => {
    requireTool(test, "corpus");
    expect(corpusImages()).toHaveLength(79);
  });

  it.for(["qemu-64tib-8M.vhdx", "clean-8tib.vhdx", "log-ten.vhdx"])(
    "of %s needs few reads, and leaves the file as it was",
    async (file, test) => {
      requireTool(test, "corpus");
      const unpacked = await unpack(file);
      const before = await stat(unpacked);
      const { io, bat } = await reportOf(unpacked);
      // Four MiB of BAT a read once it is longer than what opening takes; two reads look at what is inside the disk.
      expect(io.reads).toBeLessThanOrEqual(7 + 2 + Math.ceil((bat.entries * 8) / (4 * 1024 * 1024)));
      const after = await stat(unpacked);
      expect([after.mtimeMs, after.size]).toEqual([before.mtimeMs, before.size]);
    },
  );
});
