import { expect, it } from "vitest";
import { imageSummary } from "../../../actions/files/image-summary.fixture.ts";
import { outcomeBadge } from "./outcome.ts";

const summary = imageSummary({
  virtualSize: 2 ** 30,
  sectorSize: 512,
  payloadBlocks: 1024,
  batEntries: 1024,
});
const badge = (outcome: "opens" | "damaged", severity: "ok" | "info" | "warning" | "error") =>
  outcomeBadge({ outcome, verdict: { ...summary.verdict, severity } });

it("is green only where the verdict is", () => {
  expect(badge("opens", "ok")).toEqual({ text: "Opens", tone: "ok" });
  expect(badge("opens", "info")).toEqual({ text: "Opens", tone: "info" });
  expect(badge("opens", "warning")).toEqual({ text: "Opens", tone: "warning" });
  expect(badge("damaged", "error")).toEqual({ text: "Damaged", tone: "invalid" });
});
