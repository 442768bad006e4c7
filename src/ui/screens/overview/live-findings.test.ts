import { expect, it } from "vitest";
import type { Finding, Severity } from "../../../../workers/api/index.ts";
import { withFound } from "./live-findings.ts";

const finding = (code: string, severity: Severity, offset: string | null = null): Finding => ({
  id: `${code}:bat@${offset}`,
  code,
  severity,
  structure: "BAT",
  offset,
  message: `About ${code}.`,
  spec: null,
  node: null,
});

it("adds what is new where it belongs, and nothing twice", () => {
  const known = [finding("worse", "error"), finding("remark", "info")];
  const found = [finding("remark", "info"), finding("remark", "info", "4096"), finding("worst", "fatal")];
  const codes = withFound(known, found).map(({ code, offset }) => [code, offset]);
  expect(codes).toEqual([
    ["worst", null],
    ["worse", null],
    ["remark", null],
    ["remark", "4096"],
  ]);
});
