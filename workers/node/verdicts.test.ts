import { describe, expect, it } from "vitest";
import { corpusImages, unpack } from "../../e2e/support/corpus.ts";
import { expectedJudgement, reportedJudgement } from "../../e2e/support/judgement.ts";
import { requireTool } from "../../e2e/support/needs.ts";
import type { Report } from "../api/index.ts";
import { reportOf } from "./testing.ts";

/** What nobody has to know to own a disk. Headers and region tables are named all the same, as words that people search for. */
const JARGON =
  /\b(BAT|GUIDs?|CRC|MS-VHDX|checksums?|metadata|payload|bitmaps?|sector bitmap|regions?(?! tables?\b)|descriptors?|[A-Z]+_[A-Z_]+)\b/;
const SOUND =
  /^The container is intact: a (dynamic|fixed) disk of [\d.]+ [KMGT]iB, closed properly\. Inside: .+\.$/;
const CRASH =
  /^The VM stopped in the middle of a write; \d+ log entr(y|ies) must be replayed\. The rest of the container is intact\. Inside: .+\.$/;
const BEFORE = /The disk as it was before those changes can be read, at your own risk\.$/;
const REST =
  /Everything else can be read; the disk must not be written until this is repaired\.( Inside: .+\.)?$/;
const CHILD =
  /^A differencing disk: it holds only what changed since its parent \(.+\), which is needed to read it whole\. The container is intact\./;
const refusal = (...words: readonly string[]) => new RegExp(`^The disk can't be read: .*${words.join(".*")}`);

/** What the verdict on an image of the corpus has to say, by how the name of the image begins; the longest counts. */
const SAID: Readonly<Record<string, readonly RegExp[]>> = {
  "": [SOUND],
  "bat-beyond-file": [/^Damaged: .*past the end of the file/, /1 MiB can't be read: from/, REST],
  "bat-duplicate-offset": [/^Damaged: two blocks .*in the same place/, REST],
  "bat-offset-zero": [/^Damaged: .*very start of the file/, REST],
  "bat-overlaps-metadata": [/^Damaged: .*where the file keeps its own tables/, REST],
  "bat-partial-in-dynamic": [/^Damaged: .*partly in a parent disk, but the disk has none/, REST],
  "bat-reserved-bits": [/^Damaged: .*bits set that must be zero/, REST],
  "chain-1-middle": [CHILD],
  "chain-2-top": [CHILD],
  "chain-dirty-child-1-child": [
    CHILD,
    /also stopped in the middle of a write; 1 log entry must be replayed\./,
  ],
  "chain-partial-without-bitmap-1-child": [/^Damaged: .*partly in the parent disk.*missing/, REST],
  "dissect-differencing": [CHILD],
  "header-1-corrupt": [/^The container opens: .*One thing to know: one of the two headers is damaged/],
  "headers-both-corrupt": [refusal("both headers", "contents are most likely still there")],
  "iotest-dirtylog": [CRASH],
  "linkage-wrong-1-child": [CHILD],
  "log-": [CRASH],
  "log-empty-entry": [
    /^Not closed properly, but no change was under way/,
    /The rest of the container is intact\./,
  ],
  "log-flushed-beyond-file": [refusal("the file is shorter now", "its end is missing"), BEFORE],
  "log-guid-but-blank": [refusal("when the host stopped", "is incomplete"), BEFORE],
  "log-no-valid-entry": [refusal("when the host stopped", "is incomplete"), BEFORE],
  "log-tail-outside": [refusal("when the host stopped", "is incomplete"), BEFORE],
  "log-version-1-dirty": [refusal("when the host stopped", "version of the log that is not defined"), BEFORE],
  "metadata-block-size-3m": [refusal("size of the disk's blocks", "The contents are there")],
  "metadata-duplicate-item": [refusal("given twice", "nothing says which one is right")],
  "metadata-missing-size": [refusal("a property that every disk has is missing", "The contents are there")],
  "metadata-sector-size-1024": [refusal("size of the disk's sectors", "The contents are there")],
  "metadata-size-over-64t": [refusal("the disk's size is one that no disk can have")],
  "metadata-unknown-required": [refusal("unknown here, and that must be known to read the disk")],
  "region-missing-metadata": [refusal("missing from the region table", "most likely still there")],
  "region-overlap": [refusal("two parts of the file are said to lie in the same place")],
  "region-table-1-corrupt": [
    /^The container opens: .*One thing to know: one of the two region tables is damaged/,
  ],
  "region-unknown-required": [refusal("unknown here, and that must be known to read the disk")],
};

function expectedWords(file: string): readonly RegExp[] {
  const fitting = Object.keys(SAID).filter((start) => file.startsWith(start));
  return SAID[fitting.toSorted((a, b) => b.length - a.length)[0] ?? ""] ?? [];
}

/** Made once, for both of what follows. */
const reports = new Map<string, Promise<Report>>();
function reportOn(file: string): Promise<Report> {
  const known = reports.get(file) ?? unpack(file).then((path) => reportOf(path));
  reports.set(file, known);
  return known;
}

describe("the report", () => {
  it.for(corpusImages().map((image) => [image.file, image] as const))(
    "of %s says what EXPECTED.json says",
    async ([file, image]) => {
      const found = await reportOn(file);
      expect(reportedJudgement(found, image)).toEqual(expectedJudgement(image, found));
    },
  );
});

describe("the verdict on", () => {
  it("is said of the images that are here", (test) => {
    requireTool(test, "corpus");
    expect(corpusImages().length).toBeGreaterThan(0);
  });

  it.for(corpusImages().map(({ file }) => [file] as const))(
    "%s says what is the case, in words that need no explanation",
    async ([file]) => {
      const { verdict } = await reportOn(file);
      for (const words of expectedWords(file)) expect(verdict).toMatch(words);
      expect(verdict).not.toMatch(JARGON);
    },
  );
});
