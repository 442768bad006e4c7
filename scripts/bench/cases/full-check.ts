import path from "node:path";
import type { Page } from "@playwright/test";
import { dropFiles } from "../../../e2e/support/fixtures.ts";
import { startEngine } from "../browser/engine.ts";
import { footprintOf } from "../browser/footprint.ts";
import { FULLY_CHECKED, overviewFilled } from "../browser/signs.ts";
import { HOVER, timed } from "../browser/stopwatch.ts";
import type { Case } from "../case.ts";
import { type FilledDisk, filledDisk } from "../images/made-by-engine.ts";
import { inTurn } from "../pairs.ts";
import { timeCommand } from "../peers.ts";
import { pairwise } from "../statistics.ts";

/** Multiple of the peer's time. */
const MOST = 3;

/**
 * The time from the drop to the end of the full check, which is started as soon as possible.
 *
 * @throws if a planted fault is not found, as a fast check that finds nothing is no result.
 */
async function checkTime(tab: Page, { file, planted }: FilledDisk): Promise<number> {
  const signs = [...overviewFilled(path.basename(file)), ...FULLY_CHECKED];
  const time = await timed(tab, "drop", signs, async () => {
    await dropFiles(tab, [file], HOVER);
    await tab.getByRole("heading", { level: 1, name: path.basename(file) }).waitFor();
    await tab.getByRole("button", { name: "Run full check" }).click();
  });
  for (const { code } of planted) await tab.getByRole("rowheader", { name: code }).first().waitFor();
  return time;
}

/** A disk with the largest BAT, filled up to the largest size of a file, with two faults that only a complete check finds. */
export const fullCheck: Case = {
  id: "check",
  run: async ({ browser, images, scale, say }) => {
    say("Making a disk whose BAT is filled");
    const disk = await filledDisk(images, scale.filled.size, scale.filled.present);
    say("Full check of a filled BAT");
    let found = "";
    const times = await inTurn(
      scale,
      () => browser.withTab("page", (tab) => checkTime(tab, disk)),
      async () => {
        const { time, output } = await timeCommand("qemu-img", ["check", disk.file], [0, 1, 2, 3]);
        found = output.trim().split("\n")[0] ?? "";
        return time;
      },
    );
    const { footprint } = await browser.withTab("page", async (tab) =>
      footprintOf(tab, await startEngine(tab), () => checkTime(tab, disk)),
    );
    return [
      {
        id: "check",
        title: "Drop to the end of the full check, filled BAT",
        peer: "`qemu-img check`",
        ...times,
        footprint,
        target: `<= ${MOST} x the peer, both faults named`,
        reached: pairwise(times.ours, times.peers).median <= MOST,
        notes: [
          `${scale.filled.present.toLocaleString("en-US")} blocks stored; named: ${disk.planted.map(({ code }) => `\`${code}\``).join(", ")}; the peer says "${found}"`,
        ],
      },
    ];
  },
};
