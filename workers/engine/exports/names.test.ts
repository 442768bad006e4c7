import { beforeAll, describe, expect, it } from "vitest";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { CachedStore } from "../../store/cached-store.ts";
import { ImageBuilder } from "../../testing/vhdx/image-builder.ts";
import { OpenedImage } from "../image/opened-image.ts";
import { exportName } from "./names.ts";

beforeAll(loadCrc32c);

describe("the proposed name of an export", () => {
  const nameOf = (fileName: string) => {
    const image = new OpenedImage(new CachedStore(new ImageBuilder().store));
    return exportName(image, image.own, fileName, "report-html");
  };

  it.each([
    ["disk.vhdx", "disk.report.html"],
    ["a\u202Egnp.exe.vhdx", "a_gnp.exe.report.html"],
    [`'"<b>\n$(x)\0.vhdx`, "'__b__$(x)_.report.html"],
    ["..\\..\\a/b:c|d?.vhdx", ".._.._a_b_c_d_.report.html"],
    ["\uD800.vhdx", "_.report.html"],
    [`${"x".repeat(5000)}.vhdx`, `${"x".repeat(120)}.report.html`],
  ])("of %j holds nothing that hides, reorders or leads elsewhere", (fileName, expected) => {
    expect(nameOf(fileName)).toBe(expected);
  });
});
