import { describe, expect, it } from "vitest";
import { powerShellProblems } from "../../../testing/engine/powershell-checks.ts";
import { powerShellScript } from "./powershell.ts";
import { pythonScript } from "./python.ts";

const script = powerShellScript();

/** What either script tells the user, but for how options and names are written. */
const sentences = (text: string, quoted: RegExp) =>
  [...text.matchAll(quoted)]
    .map(([, sentence = ""]) =>
      sentence
        .replaceAll(/%[ds%]|\{\d\}/g, "N")
        .replaceAll("--overwrite", "-Overwrite")
        .trim(),
    )
    .filter((sentence) => /^\S+ .*\.$/.test(sentence));

describe("unpack.ps1", () => {
  it("is plain enough for Windows PowerShell 5.1", () => {
    const builtIn = [
      "Add-Type",
      "ConvertFrom-Json",
      "Join-Path",
      "New-Object",
      "Out-Null",
      "Set-StrictMode",
      "Write-Host",
    ];
    expect(powerShellProblems(script, builtIn)).toEqual([]);
  });

  it("says what unpack.py says", () => {
    const powershell = new Set(sentences(script, /'((?:[^'\r\n]|'')*)'/g));
    const python = new Set(sentences(pythonScript(), /"((?:[^"\n\\]|\\.)*)"/g));
    expect(powershell.size).toBeGreaterThan(8);
    expect([...powershell].filter((sentence) => !python.has(sentence))).toEqual([]);
  });

  it("marks the file as sparse before it is given its size, and moves it in place at the end", () => {
    const body = script.slice(script.indexOf("function Expand-Packed"));
    const order = ["Test-Target", "Set-Sparse", "Write-Ranges", "Test-Target", "::Move("];
    const called = new RegExp(order.map((call) => call.replace("(", "\\(")).join("[^]*?"));
    expect(body).toMatch(called);
    expect(script.indexOf("SetLength")).toBeGreaterThan(script.indexOf("function Write-Ranges"));
  });
});
