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

/** Times the peer's. */
const MOST = 3;

/**
 * From the drop to the end of the full check, which is asked for as soon as it can be.
 *
 * @throws where a planted fault is not named: what is fast and blind is no result.
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

/** A disk with the largest BAT, filled as far as a file may be long, with two faults that only a look at all of it finds. */
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
