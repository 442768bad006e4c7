import { describe, expect, it } from "vitest";
import type { ReportHeader, ReportLog, ReportLogEntry } from "../../../../workers/api/index.ts";
import { logText, noLogReason, replayText } from "./log-text.ts";

const entry = (state: ReportLogEntry["state"]): ReportLogEntry => ({
  offset: "0",
  sequenceNumber: "1",
  length: 4096,
  tail: "0",
  guid: "00000000-0000-0000-0000-000000000001",
  flushedFileOffset: "0",
  lastFileOffset: "0",
  state,
  reason: "",
  descriptors: [],
  descriptorCount: 0,
});

const log = (part: Partial<ReportLog>): ReportLog => ({
  guid: "00000000-0000-0000-0000-000000000000",
  offset: "1048576",
  length: 1048576,
  entries: [],
  active: [],
  sizeAfterReplay: null,
  ...part,
});

describe("logText", () => {
  it("calls a log without GUID clean, and mentions what is left in it", () => {
    expect(logText(log({}), true)).toMatchObject({ tone: "ok", more: "No entry is left in the ring." });
    expect(logText(log({ entries: [entry("stale"), entry("torn")] }), true).more).toMatch(
      /^1 entry of earlier/,
    );
    expect(logText(log({ entries: [entry("stale"), entry("stale")] }), true).more).toMatch(
      /^2 entries .* are left/,
    );
  });

  it("counts what waits in a dirty one", () => {
    const guid = "283d8b86-25a3-80e8-01bc-b5ef8eafdfff";
    expect(logText(log({ guid, active: ["7"] }), true).sentence).toContain("1 entry waits");
    expect(logText(log({ guid, active: ["7", "8"] }), true).sentence).toContain("2 entries wait");
  });

  it("tells a dirty log without a sequence from a clean one", () => {
    expect(logText(log({ guid: "283d8b86-25a3-80e8-01bc-b5ef8eafdfff" }), true).tone).toBe("invalid");
  });

  it("claims nothing of a log that has not been read", () => {
    const unread = logText(log({ guid: "283d8b86-25a3-80e8-01bc-b5ef8eafdfff" }), false);
    expect(unread).toMatchObject({ tone: "neutral", sentence: "The log is being read." });
  });

  it("knows an image without a log", () => {
    expect(logText(log({ length: 0 }), true).sentence).toBe("There is no log to show.");
  });

  it("tells a log of no length from one that no header leads to", () => {
    const header = (active: boolean) => ({ active }) as ReportHeader;
    expect(noLogReason([header(false), header(true)])).toContain("length of zero");
    expect(noLogReason([header(false), header(false)])).toContain("Neither header is valid");
    expect(noLogReason([])).toContain("not a VHDX");
  });
});

it("replayText names the last entry applied, to the last digit", () => {
  const active = ["9223372036854775813", "9223372036854775814", "9223372036854775815"];
  expect(replayText(3, active)).toBe("3 of 3: sequence 9223372036854775815");
  expect(replayText(0, active)).toBe("0 of 3: nothing applied");
});
