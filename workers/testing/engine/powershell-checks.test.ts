import { expect, it } from "vitest";
import { powerShellProblems } from "./powershell-checks.ts";

it("finds what is wrong with a script, and nothing in one that is fine", () => {
  const fine =
    "# it's\r\nfunction Get-One([int]$Value) {\r\n    Write-Host 'a } b ?? c'\r\n}\r\nGet-One 1\r\n";
  expect(powerShellProblems(fine, ["Write-Host"])).toEqual([]);
  expect(powerShellProblems(fine, [])).toEqual(["Write-Host is not defined"]);
  expect(powerShellProblems("Get-Other (1\r\n", [])).toEqual([
    "Get-Other is not defined",
    "( is never closed",
  ]);
  expect(powerShellProblems("$a ?? $b\n'ü'\r\n}\r\n", [])).toEqual([
    "5.1 does not know ??",
    "ü is no ASCII",
    "a line does not end in CR LF",
    "} without {",
  ]);
});
