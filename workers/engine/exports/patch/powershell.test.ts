import { describe, expect, it } from "vitest";
import { windowsText } from "../scripts/script-text.ts";
import applyPs1 from "./apply.ps1?raw";
import applyPy from "./apply.py?raw";

const script = windowsText(applyPs1);
/** The body of a function of either script. */
function bodyOf(text: string, start: string, end: RegExp): string {
  const rest = text.slice(text.indexOf(start) + start.length);
  return rest.slice(0, rest.search(end));
}

/** What a body calls, in order. */
const calls = (body: string, names: RegExp) => [...body.matchAll(names)].map(([name]) => name);

/** How each operation shows in either script. */
const SAME: readonly (readonly [python: string, powershell: string])[] = [
  ["job.examine", "Get-ImageState"],
  ["job.say_difference", "Show-Difference"],
  ["job.dry_run", "$DryRun"],
  ["job.keep_old_bytes", "Save-OldBytes"],
  ["job.kept_is_whole", "Test-Kept"],
  ["job.grow", "Step-Grow"],
  ["job.cut", "Step-Cut"],
  ["job.write_new", "Step-WriteNew"],
  ["job.write_old", "Step-WriteOld"],
  ["job.flush", "Step-Flush"],
  ["job.holds_all", "Test-All"],
  ["job.forget_old_bytes", "Remove-OldBytes"],
];
const anyOf = (names: readonly string[]) =>
  new RegExp(names.map((name) => name.replace(/[.$]/g, "\\$&")).join("|"), "g");

describe("apply.ps1", () => {
  it.each([
    ["apply", "function Invoke-Apply {"],
    ["undo", "function Invoke-Undo {"],
  ])("does the same as apply.py, in the same order: %s", (name, start) => {
    const python = calls(bodyOf(applyPy, `def ${name}(job):`, /\n\n\n/), anyOf(SAME.map(([each]) => each)));
    const powershell = calls(bodyOf(script, start, /\r\n\}/), anyOf(SAME.map(([, each]) => each)));
    const translated = python.map((call) => SAME.find(([each]) => each === call)?.[1]);
    expect(powershell).toEqual(translated);
    expect(powershell.length).toBeGreaterThan(5);
  });

  it("sets no sparse flag, which Windows refuses on a VHDX", () => {
    expect(script).not.toMatch(/sparse|fsutil|DeviceIoControl/i);
    expect(applyPy).not.toMatch(/sparse|fsutil|fallocate/i);
  });
});

it.each(["apply", "undo"])("%s looks before it writes, and verifies after the last flush", (name) => {
  const body = bodyOf(applyPy, `def ${name}(job):`, /\n\n\n/);
  const order = calls(body, /raise Stop\(|\bjob\.\w+(?=\()|for index in/g);
  const loop = order.indexOf("for index in");
  expect(order[0]).toBe("job.examine");
  // What may still refuse the image comes before the first write, but for the bytes that are saved beside the image.
  expect(order.slice(loop).filter((call) => call === "raise Stop(")).toHaveLength(1);
  const inLoop = order.slice(loop + 1, order.indexOf("job.holds_all"));
  expect(inLoop.at(-1)).toBe("job.flush");
  expect(inLoop).toHaveLength(3);
});
