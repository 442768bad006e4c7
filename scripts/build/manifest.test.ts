import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { SCREENSHOTS } from "./manifest-plugin.ts";

const root = new URL("../../", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL("public/manifest.webmanifest", root), "utf8")) as {
  readonly icons: readonly { readonly src: string; readonly type: string; readonly sizes: string }[];
  readonly screenshots: readonly { readonly src: string; readonly sizes: string }[];
};

/** Width and height in the header of a PNG: two big-endian numbers after the signature, a length and `IHDR`. */
function pngSize(file: URL): string {
  const png = readFileSync(file);
  expect(png.toString("latin1", 12, 16)).toBe("IHDR");
  return `${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`;
}

it("the manifest's pictures have the sizes that it says", () => {
  for (const { src, type, sizes } of manifest.icons)
    if (type === "image/png") expect([src, pngSize(new URL(`public/${src}`, root))]).toEqual([src, sizes]);
  expect(manifest.screenshots.length).toBeGreaterThan(0);
  for (const { src, sizes } of manifest.screenshots) {
    expect(src.startsWith(SCREENSHOTS)).toBe(true);
    expect([src, pngSize(new URL(`docs/${src}`, root))]).toEqual([src, sizes]);
  }
});
