import { expect, it } from "vitest";
import { applyCommand, posixWord, powerShellWord, typeableName, unpackAndApply } from "./shell-words.ts";

it("quotes a name so that PowerShell expands nothing in it", () => {
  expect(powerShellWord("a b$x`n(1).vhdx")).toBe("'a b$x`n(1).vhdx'");
  expect(powerShellWord("it's")).toBe("'it''s'");
  // PowerShell takes typographic quotes for plain ones.
  expect(powerShellWord("Anna\u2019s \u2018disk\u2018")).toBe(
    "'Anna\u2019\u2019s \u2018\u2018disk\u2018\u2018'",
  );
});

it("quotes a name for a POSIX shell", () => {
  expect(posixWord("it's $HOME")).toBe(String.raw`'it'\''s $HOME'`);
});

it("offers no name that can't be typed", () => {
  expect(typeableName("d\u00EFsk.vhdx", "IMAGE")).toBe("d\u00EFsk.vhdx");
  expect(typeableName("gpj\u202Ex.vhdx", "IMAGE")).toBe("IMAGE");
});

it("names the image by its folder, or by its path as the Explorer copies it", () => {
  const path = (folder: string) =>
    applyCommand(String.raw`.\apply.ps1`, "my disk.vhdx", folder, "apply").split(".ps1 ")[1];
  expect(path("")).toBe(String.raw`'C:\FOLDER\my disk.vhdx'`);
  expect(path(String.raw`D:\VMs`)).toBe(String.raw`'D:\VMs\my disk.vhdx'`);
  expect(path("D:\\")).toBe(String.raw`'D:\my disk.vhdx'`);
  expect(path(String.raw` "D:\VMs\My Disk.vhdx" `)).toBe(String.raw`'D:\VMs\My Disk.vhdx'`);
  expect(applyCommand("x", "d.vhdx", "D:", "-Undo")).toBe(
    String.raw`powershell -ExecutionPolicy Bypass -File x 'D:\d.vhdx' -Undo`,
  );
});

it("unpacks a download beside itself", () => {
  expect(unpackAndApply("d.zip", "d.vhdx", "D:")).toEqual([
    String.raw`Expand-Archive -Force -LiteralPath (Join-Path $HOME 'Downloads\d.zip') (Join-Path $HOME 'Downloads\d')`,
    String.raw`powershell -ExecutionPolicy Bypass -File (Join-Path $HOME 'Downloads\d\apply.ps1') 'D:\d.vhdx'`,
  ]);
});
