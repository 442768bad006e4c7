import { describe, expect, it } from "vitest";
import unpackPs1 from "../packed/unpack.ps1?raw";
import unpackPy from "../packed/unpack.py?raw";
import applyPs1 from "../patch/apply.ps1?raw";
import applyPy from "../patch/apply.py?raw";
import { windowsText, pythonText } from "./script-text.ts";

/** Functions and classes at the left margin, each with its body, by name. */
function definitions(text: string, start: RegExp): ReadonlyMap<string, string> {
  const lines = pythonText(text).split("\n");
  const found = new Map<string, string>();
  for (const [index, line] of lines.entries()) {
    const name = start.exec(line)?.[1];
    if (name === undefined) continue;
    const rest = lines.slice(index + 1);
    const end = rest.findIndex((each) => /^[^\s}]/.test(each));
    found.set(name, [line, ...rest.slice(0, end)].join("\n").trimEnd());
  }
  return found;
}

describe("what two scripts both define", () => {
  // Each script stands alone for whoever has it, so that some functions are in two files.
  it.each([
    ["Python", applyPy, unpackPy, /^(?:def|class) (\w+)/, ["work", "main"]],
    ["PowerShell", applyPs1, unpackPs1, /^function ([\w-]+)/, []],
  ] as const)("is the same, word for word: %s", (_language, apply, unpack, start, own) => {
    const one = definitions(apply, start);
    const other = definitions(unpack, start);
    const shared = [...one.keys()].filter((name) => other.has(name) && !own.some((each) => each === name));
    expect(shared.length).toBeGreaterThanOrEqual(3);
    for (const name of shared) expect(other.get(name)).toBe(one.get(name));
  });
});

it("a script has the line ends of its system, whatever the checkout has", () => {
  for (const text of ["a\nb\n", "a\r\nb\r\n"]) {
    expect(pythonText(text)).toBe("a\nb\n");
    expect(windowsText(text)).toBe("a\r\nb\r\n");
  }
});
