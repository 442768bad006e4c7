import { beforeEach, describe, expect, it } from "vitest";
import { FULL } from "../../../../e2e/support/full.ts";
import { requireTool } from "../../../../e2e/support/needs.ts";
import { RULES, windowsProblems } from "../../../testing/powershell/windows-powershell.ts";
import unpackPs1 from "../packed/unpack.ps1?raw";
import applyPs1 from "../patch/apply.ps1?raw";
import { windowsText } from "./script-text.ts";

const SLOW = 120_000;
const SCRIPTS = [applyPs1, unpackPs1].map(windowsText);

/** The script with a line of its own before its last one. */
const withLine = (script: string, line: string) => {
  const lines = script.trimEnd().split("\r\n");
  return [...lines.slice(0, -1), line, ...lines.slice(-1)].join("\r\n");
};
/** `using` and `#requires` have to come first. */
const planted = (script: string, line: string) =>
  /^(using|#)/.test(line) ? `${line}\r\n${script}` : withLine(script, line);

describe("what Windows PowerShell 5.1 and .NET Framework 4.7.2 have", { timeout: SLOW }, () => {
  beforeEach((test) => requireTool(test, "pwsh"));

  it("is all that the scripts use, and a planted violation of each rule is found", () => {
    const cases = RULES.map(({ kind, planted: line }, nth) => ({
      kind,
      text: planted((FULL ? SCRIPTS[nth % 2] : "exit 0") ?? "", line),
    }));
    const [apply, unpack, ...found] = windowsProblems([...SCRIPTS, ...cases.map(({ text }) => text)]);
    expect([apply, unpack]).toEqual([[], []]);
    expect(found).toHaveLength(cases.length);
    for (const [nth, { kind }] of cases.entries()) {
      const kinds = (found[nth] ?? []).map((problem) => problem.slice(0, problem.indexOf(":")));
      expect(kinds).toContain(kind);
    }
  });

  it("may be left only behind a question for the version, and never in what has to be read", () => {
    const guarded = (body: string) => `if ($PSVersionTable.PSVersion.Major -ge 6) {\r\n    ${body}\r\n}\r\n`;
    const otherwise = "if ($PSVersionTable.PSVersion.Major -ge 5) {\r\n    Test-Json '{}'\r\n}\r\n";
    const [inside, after, weaker, read] = windowsProblems([
      guarded("Test-Json '{}'"),
      `${guarded("Write-Host 'a'")}Test-Json '{}'\r\n`,
      otherwise,
      guarded("$a = $true ? 1 : 2"),
    ]);
    expect(inside).toEqual([]);
    expect(after).toEqual(["command: Test-Json in line 4"]);
    expect(weaker).toEqual(["command: Test-Json in line 2"]);
    expect(read).toEqual(["ternary: ? : in line 2"]);
  });
});

it("each rule names its source", () => {
  for (const { source } of RULES)
    expect(source).toMatch(/^https:\/\/(learn\.microsoft\.com|www\.nuget\.org)\//);
  expect(new Set(RULES.map(({ kind }) => kind)).size).toBe(RULES.length);
});

it.each(SCRIPTS)("a script for Windows has its line ends", (script) => {
  expect(script.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
});
