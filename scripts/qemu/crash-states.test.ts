import { beforeAll, describe, expect, it } from "vitest";
import { requireTool } from "../../e2e/support/needs.ts";
import { qemuCheck, withFolder } from "../../e2e/support/qemu.ts";
import { loadCrc32c } from "../../workers/bytes/crc32c.ts";
import { Random } from "../../workers/testing/store/conformance/random.ts";
import { FEWEST } from "../../workers/testing/vhdx/crash-states.ts";
import { readHeaders } from "../../workers/vhdx/headers/headers.ts";
import { tryCrashes } from "../../workers/testing/vhdx/crash-run.ts";
import { openAfterCrash } from "../../workers/testing/vhdx/judge.ts";
import { PRODUCT } from "../../workers/testing/vhdx/product.ts";
import { SCENARIOS } from "../../workers/testing/vhdx/scenarios.ts";
import { compare, complaints, toFile } from "./engine.ts";

beforeAll(loadCrc32c);

/** Sessions whose log neither wraps nor is freed, as there QEMU 7.2 follows the format. One of them never has a log. */
const FOLLOWED = [
  "first write",
  "BAT growth",
  "many-block write",
  "write in place",
  "trim and keep the space, then write again",
  "zero whole and partial blocks",
];
/** Number of states of each session that QEMU is given. */
const SAMPLES = 40;

/**
 * Findings for which QEMU 7.2 does not follow the format: it can't open a log with a torn entry, and it never repairs a damaged
 * header.
 */
const BEYOND_QEMU = new Set(["log-torn-entries", "header-copy-damaged"]);

describe("what a crash left, as qemu-img repairs it", () => {
  it.for(FOLLOWED)("%s", async (name, test) => {
    requireTool(test, "qemu-img");
    const scenario = SCENARIOS.find((each) => each.name === name);
    if (scenario === undefined) throw new Error(`there is no scenario ${name}`);
    await withFolder(async (folder) => {
      const names: string[] = [];
      const random = new Random(7);
      let seen = 0;
      tryCrashes(scenario.record(PRODUCT), {
        random,
        effort: FEWEST,
        every: 1,
        visit: (state, label) => {
          if (readHeaders(state).dirty === (name === "write in place")) return;
          // Every state has the same chance to be in the sample.
          const at = seen < SAMPLES ? seen : random.below(seen + 1);
          seen += 1;
          if (at >= SAMPLES) return;
          const { findings, structures } = openAfterCrash(state);
          if (findings.some(({ code }) => BEYOND_QEMU.has(code)) || structures.disk === null) {
            seen -= 1;
            return;
          }
          toFile(state, `${folder}/${at}.vhdx`);
          toFile(structures.disk, `${folder}/${at}.raw`);
          names[at] = label;
        },
      });
      expect(names.length).toBe(SAMPLES);
      for (const [nth, label] of names.entries()) {
        const image = `${folder}/${nth}.vhdx`;
        const { status, output } = await qemuCheck(image, true);
        expect([label, status, output]).toEqual([label, 0, expect.not.stringContaining("ERROR")]);
        expect([label, await compare(`${folder}/${nth}.raw`, image)]).toEqual([
          label,
          "Images are identical.",
        ]);
        expect([label, await complaints(image)]).toEqual([label, []]);
      }
    });
  });
});
