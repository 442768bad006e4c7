import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { FIELD_COLOURS } from "../views/hex/types.ts";

const CSS = readFileSync(new URL("tokens.css", import.meta.url), "utf8");

/** A colour of the tokens in both themes, light first, as `#rrggbb`. */
function colours(token: string): readonly [string, string] {
  const match = new RegExp(`--${token}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\)`).exec(CSS);
  if (match === null) throw new Error(`No colours for --${token}`);
  return [match[1] ?? "", match[2] ?? ""];
}

/** Relative luminance as WCAG 2 defines it. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

it("gives bytes on the colour of a field a contrast of 4.5 to 1, in both themes", () => {
  for (const colour of FIELD_COLOURS) {
    const ground = colours(`field-${colour}`);
    for (const text of ["text", "text-muted"] as const) {
      colours(text).forEach((ink, theme) => {
        expect(
          contrast(ink, ground[theme] ?? ""),
          `--${text} on --field-${colour}, theme ${theme}`,
        ).toBeGreaterThanOrEqual(4.5);
      });
    }
  }
});

it("has no colour of a field twice", () => {
  const all = FIELD_COLOURS.flatMap((colour) => colours(`field-${colour}`));
  expect(new Set(all).size).toBe(all.length);
});
