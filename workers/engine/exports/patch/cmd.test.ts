import { describe, expect, it } from "vitest";
import { windowsText } from "../scripts/script-text.ts";
import applyCmd from "./apply.cmd?raw";

const script = windowsText(applyCmd);
const lines = script.split("\r\n");
const at = (line: RegExp) => lines.findIndex((each) => line.test(each));

describe("apply.cmd", () => {
  it("runs apply.ps1 of its own folder on the file that was dropped, whatever the rules about scripts are", () => {
    expect(lines).toContain('powershell -NoProfile -ExecutionPolicy Bypass -File "%~dp0apply.ps1" "%IMAGE%"');
    expect(lines).toContain('set "IMAGE=%~1"');
  });

  it("asks for the file where none was dropped, and takes off the quotes that a drop on the window adds", () => {
    expect(at(/^if defined IMAGE goto run$/)).toBeLessThan(at(/^set \/p "IMAGE=/));
    expect(at(/^set \/p "IMAGE=/)).toBeLessThan(at(/^set "IMAGE=%IMAGE:"=%"$/));
    expect(at(/^:run$/)).toBeLessThan(at(/^powershell /));
  });

  it("keeps names as they are: no second expansion, and quotes around each use", () => {
    expect(at(/^setlocal DisableDelayedExpansion$/)).toBeLessThan(at(/%/));
    expect(lines.filter((line) => /%(IMAGE|~)/.test(line))).toEqual([
      'set "IMAGE=%~1"',
      'set "IMAGE=%IMAGE:"=%"',
      'powershell -NoProfile -ExecutionPolicy Bypass -File "%~dp0apply.ps1" "%IMAGE%"',
    ]);
  });

  it("stays open until its end was read, and ends with the exit code of the script", () => {
    expect(lines.slice(at(/^powershell /) + 1).filter((line) => line !== "")).toEqual([
      'set "RESULT=%ERRORLEVEL%"',
      expect.stringContaining("PowerShell as administrator"),
      "pause",
      "exit /b %RESULT%",
    ]);
  });

  it("is ASCII, with the line ends of Windows", () => {
    expect(script).not.toMatch(/\P{ASCII}/u);
    expect(script.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
  });
});
