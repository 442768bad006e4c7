import { describe, expect, it } from "vitest";
import type { LogView, LogViewEntry } from "../../../../workers/api/index.ts";
import { LOG_GUID, logEntry, logView } from "./log-view.fixture.ts";
import { logModel } from "./log-model.ts";
import { logText, noLogReason, replayText } from "./log-text.ts";

const text = (part: Partial<LogView>, scanned = true) => logText(logModel(logView(part)), scanned);
const stale = logEntry({ state: "stale" });
const sequence = (...numbers: readonly bigint[]): LogViewEntry[] =>
  numbers.map((sequenceNumber, index) => logEntry({ sequenceNumber, state: "active", order: index + 1 }));

describe("logText", () => {
  it("calls a log without GUID clean, and mentions what is left in it", () => {
    expect(text({})).toMatchObject({ tone: "ok", more: "No entry is left in the ring." });
    expect(text({ entries: [stale, logEntry({ state: "torn" })] }).more).toMatch(/^1 entry of earlier/);
    expect(text({ entries: [stale, stale] }).more).toMatch(/^2 entries .* are left/);
  });

  it("counts what waits in a dirty one", () => {
    expect(text({ guid: LOG_GUID, entries: sequence(7n) }).sentence).toContain("1 entry waits");
    expect(text({ guid: LOG_GUID, entries: sequence(7n, 8n) }).sentence).toContain("2 entries wait");
  });

  it("tells a dirty log without a sequence from a clean one", () => {
    expect(text({ guid: LOG_GUID }).tone).toBe("invalid");
  });

  it("claims nothing of a log that has not been read", () => {
    const unread = text({ guid: LOG_GUID }, false);
    expect(unread).toMatchObject({ tone: "neutral", sentence: "The log is being read." });
  });

  it("knows an image without a log", () => {
    expect(text({ length: 0 }).sentence).toBe("There is no log to show.");
  });

  it("tells a log of no length from one that no header leads to", () => {
    expect(noLogReason({ isVhdx: true, headerValid: true })).toContain("length of zero");
    expect(noLogReason({ isVhdx: true, headerValid: false })).toContain("Neither header is valid");
    expect(noLogReason({ isVhdx: false, headerValid: false })).toContain("not a VHDX");
  });
});

it("replayText names the last entry applied, to the last digit", () => {
  const active = sequence(9_223_372_036_854_775_813n, 9_223_372_036_854_775_814n, 9_223_372_036_854_775_815n);
  expect(replayText(3, active)).toBe("3 of 3: sequence 9223372036854775815");
  expect(replayText(0, active)).toBe("0 of 3: nothing applied");
});
