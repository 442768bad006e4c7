import { stat } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { corpusImages, unpack } from "../e2e/support/corpus.ts";
import { expectedJudgement, reportedJudgement } from "../e2e/support/judgement.ts";
import { requireTool } from "../e2e/support/needs.ts";
import type { Report } from "../workers/api/index.ts";
import { reportOf } from "./report.ts";

const report = async (file: string) => JSON.parse(await reportOf(file)) as Report;

describe("the report", () => {
  it.for(corpusImages().map((image) => [image.file, image] as const))(
    "of %s says what EXPECTED.json says",
    async ([file, image]) => {
      const found = await report(await unpack(file));
      expect(reportedJudgement(found, image)).toEqual(expectedJudgement(image, found));
    },
  );

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
      const { io, bat } = await report(unpacked);
      // Four MiB of BAT a read once it is longer than what opening takes.
      expect(io.reads).toBeLessThanOrEqual(7 + Math.ceil((bat.entries * 8) / (4 * 1024 * 1024)));
      const after = await stat(unpacked);
      expect([after.mtimeMs, after.size]).toEqual([before.mtimeMs, before.size]);
    },
  );
});
