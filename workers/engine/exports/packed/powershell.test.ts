import { describe, expect, it } from "vitest";
import { windowsText } from "../scripts/script-text.ts";
import { LARGEST_RANGE } from "./limits.ts";
import unpackPs1 from "./unpack.ps1?raw";
import unpackPy from "./unpack.py?raw";

const script = windowsText(unpackPs1);

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
  it("says what unpack.py says", () => {
    const powershell = new Set(sentences(script, /'((?:[^'\r\n]|'')*)'/g));
    const python = new Set(sentences(unpackPy, /"((?:[^"\n\\]|\\.)*)"/g));
    expect(powershell.size).toBeGreaterThan(8);
    expect([...powershell].filter((sentence) => !python.has(sentence))).toEqual([]);
  });

  it("marks the file as sparse before it is given its size, and moves it in place at the end", () => {
    const body = script.slice(script.indexOf("function Expand-Packed"));
    const order = ["Test-Target", "Set-Sparse", "Write-Ranges", "Test-Target", "::Replace(", "::Move("];
    const called = new RegExp(order.map((call) => call.replace("(", "\\(")).join("[^]*?"));
    expect(body).toMatch(called);
    expect(script.indexOf("SetLength")).toBeGreaterThan(script.indexOf("function Write-Ranges"));
  });
});

it("both scripts take ranges as long as the format allows, and no longer", () => {
  const MIB = 2 ** 20;
  expect(unpackPy).toContain(`LARGEST_RANGE = ${LARGEST_RANGE / MIB} * 1024 * 1024\n`);
  expect(script).toContain(`$script:LargestRange = ${LARGEST_RANGE / MIB}MB\r\n`);
});
