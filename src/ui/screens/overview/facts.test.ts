import { expect, it } from "vitest";
import type { OverviewFacts } from "../../../../workers/api/index.ts";
import { imageSummary } from "../../../actions/files/image-summary.fixture.ts";
import { factsOf, parentFacts } from "./facts.ts";

const read = { toOpen: { reads: 5, bytesRead: 4096 }, soFar: { reads: 9, bytesRead: 8192 } };
const summary = {
  ...imageSummary({ virtualSize: 2 ** 30, sectorSize: 512, payloadBlocks: 1024, batEntries: 1024 }),
  activeEntries: 1,
};

function facts(guid: string, sizeAfterReplay: number | null): OverviewFacts {
  return {
    outcome: "opens",
    verdict: summary.verdict,
    inside: null,
    image: summary.image,
    bat: {
      entries: 1024,
      byState: { "payload-0": 1020, "payload-6": 4, "payload-7": 0 },
      complete: true,
    },
    log: { guid, length: 2 ** 20, sizeAfterReplay },
  };
}

function valueOf(name: string, of: OverviewFacts | null, about = summary): string | undefined {
  return factsOf(about, of, read).find((fact) => fact.name === name)?.value;
}

it("tells sizes to the byte", () => {
  expect(valueOf("Virtual size", null)).toBe("1 GiB (1,073,741,824 bytes)");
  expect(valueOf("Block size", null)).toBe("1 MiB; 1,024 blocks");
});

it("shows the GUIDs of the layer that is shown", () => {
  const guid = "99999999-8888-7777-6666-555555555555";
  const edited = { ...facts("x", null), image: { ...summary.image, fileWriteGuid: guid } };
  expect(valueOf("File write GUID", edited)).toBe(guid);
});

it("says what is inside, by partition", () => {
  const volume = { offset: 2 ** 20, length: 2 ** 20, size: null, content: "NTFS", words: "NTFS" };
  const inside = {
    words: "a GPT with 2 partitions: NTFS and nothing recognised",
    table: "GPT",
    volumes: [
      { ...volume, partition: 1, purpose: "basic data", label: "C" },
      { ...volume, partition: 3, purpose: "Linux", label: null, content: null, words: "nothing recognised" },
    ],
  } as const;
  const [fact] = factsOf(summary, { ...facts("x", null), inside }, read);
  expect(fact).toEqual({
    name: "Inside",
    value: "a GPT with 2 partitions: NTFS and nothing recognised",
    more: ['1: 1 MiB, basic data: NTFS, label "C"', "3: 1 MiB, Linux: nothing recognised"],
  });
});

it("leaves out what is unknown", () => {
  const names = factsOf(
    { ...summary, image: { ...summary.image, virtualSize: null, blockSize: null } },
    null,
    read,
  );
  expect(names.map((fact) => fact.name)).toEqual([
    "Type",
    "File size",
    "Sectors",
    "Read to open",
    "Read so far",
  ]);
});

it("does not take an unknown size for one of zero", () => {
  const unsized = { ...summary, payloadBlocks: 0, image: { ...summary.image, virtualSize: null } };
  const bare = { ...facts("x", null), bat: { entries: 0, byState: {}, complete: true } };
  expect(valueOf("Block size", null, unsized)).toBe("1 MiB");
  expect(valueOf("BAT", { ...bare, image: unsized.image }, unsized)).toBe(
    "Unknown: the disk's size is not known",
  );
  expect(valueOf("BAT", bare)).toBe("Unknown: the BAT has no known place");
});

it("tells an empty log from one to replay", () => {
  expect(valueOf("Log", facts("00000000-0000-0000-0000-000000000000", null))).toBe("Empty (1 MiB reserved)");
  const dirty = facts("11111111-2222-3333-4444-555555555555", 9_437_184);
  expect(valueOf("Log", dirty)).toBe("1 entry to replay, 1 MiB");
  expect(valueOf("Size after replay", dirty)).toBe("9 MiB (9,437,184 bytes)");
});

it("claims nothing of a log that was not read, that holds no sequence or that no header names", () => {
  const guid = "11111111-2222-3333-4444-555555555555";
  const none = { ...summary, activeEntries: 0 };
  expect(valueOf("Log", facts(guid, null), { ...none, logScanned: false })).toBe("Not read yet, 1 MiB");
  expect(valueOf("Log", facts(guid, null), none)).toBe("No valid sequence of entries, 1 MiB");
  expect(valueOf("Log", { ...facts(guid, null), log: null })).toBe("Unknown: no header is valid");
});

it("counts only the BAT states that occur", () => {
  const bat = factsOf(summary, facts("x", null), read).find((fact) => fact.name === "BAT");
  expect(bat).toEqual({
    name: "BAT",
    value: "1,024 entries",
    more: ["1,020 NOT_PRESENT", "4 FULLY_PRESENT"],
  });
});

it("speaks of no BAT and no log where there is no VHDX", () => {
  const names = factsOf({ ...summary, outcome: "not-vhdx" }, facts("x", null), read).map((fact) => fact.name);
  expect(names).not.toContain("BAT");
  expect(names).not.toContain("Log");
});

it("lists the parent locator under its own keys", () => {
  expect(parentFacts(summary)).toEqual([]);
  const child = { ...summary, image: { ...summary.image, parent: { relative_path: ".\\base.vhdx" } } };
  expect(parentFacts(child)).toEqual([{ name: "relative_path", value: ".\\base.vhdx", mono: true }]);
});

it("says that the states are counted in part while the scan runs", () => {
  const whole = facts("x", null);
  const partial = { ...whole, bat: { ...whole.bat, complete: false } };
  const bat = factsOf(summary, partial, read).find((fact) => fact.name === "BAT");
  expect(bat?.more?.[0]).toBe("In the part read so far:");
});
