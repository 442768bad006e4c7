import { describe, expect, it } from "vitest";
import { stages } from "./steps.ts";

const names = (full: boolean, hasFirefox = true) =>
  stages(full, hasFirefox).flatMap((lanes) => lanes.flat().map(({ name }) => name));

describe("the steps", () => {
  it("of the quick run are all in the full one", () => {
    expect(names(true)).toEqual(expect.arrayContaining(names(false)));
    expect(names(true).filter((name) => !names(false).includes(name))).toEqual([
      "Firefox",
      "WebKitGTK",
      "benchmark, tiny sizes",
    ]);
  });

  it("leave Firefox out where there is none", () => {
    expect(names(true, false)).not.toContain("Firefox");
  });

  it("build everything before the browser tests", () => {
    const order = stages(true);
    const stageOf = (wanted: RegExp) =>
      order.findIndex((lanes) => lanes.flat().some(({ name }) => wanted.test(name)));
    expect(stageOf(/^build/)).toBeGreaterThanOrEqual(0);
    expect(stageOf(/^build/)).toBeLessThan(stageOf(/in the browser/));
  });
});
