import { copyFile, rm } from "node:fs/promises";
import path from "node:path";
import { dropFiles } from "../../../e2e/support/fixtures.ts";
import { startEngine } from "../browser/engine.ts";
import { footprintOf } from "../browser/footprint.ts";
import { overviewChecked, REPLAYED } from "../browser/signs.ts";
import { HOVER, timed } from "../browser/stopwatch.ts";
import type { Case } from "../case.ts";
import { diskWithFullLog } from "../images/made-by-engine.ts";
import { inTurn } from "../pairs.ts";
import { timeCommand } from "../peers.ts";
import { bytesText } from "../markdown.ts";
import type { Row } from "../result.ts";
import { pairwise } from "../statistics.ts";

/** A full log, replayed in memory; QEMU replays it into a copy of the file. */
export const replay: Case = {
  id: "replay",
  run: async ({ browser, images, scale, say }) => {
    const rows: Row[] = [];
    for (const logSize of scale.logs) {
      // oxlint-disable-next-line no-await-in-loop
      const image = await diskWithFullLog(images, logSize);
      const name = path.basename(image);
      const signs = [...overviewChecked(name), ...REPLAYED];
      const copy = path.join(images.folder, "replayed.vhdx");
      say(`Replay of a full log of ${bytesText(logSize)}`);
      // oxlint-disable-next-line no-await-in-loop
      const times = await inTurn(
        scale,
        () =>
          browser.withTab("page", (tab) => timed(tab, "drop", signs, () => dropFiles(tab, [image], HOVER))),
        async () => {
          await copyFile(image, copy);
          return (await timeCommand("qemu-img", ["check", "-r", "all", copy])).time;
        },
      );
      // oxlint-disable-next-line no-await-in-loop
      await rm(copy);
      // oxlint-disable-next-line no-await-in-loop
      const { footprint } = await browser.withTab("page", async (tab) =>
        footprintOf(tab, await startEngine(tab), () =>
          timed(tab, "drop", signs, () => dropFiles(tab, [image], HOVER)),
        ),
      );
      const largest = logSize === Math.max(...scale.logs);
      rows.push({
        id: `replay-${logSize}`,
        title: `Drop to replayed in memory, full log of ${bytesText(logSize)}`,
        peer: "`qemu-img check -r all`",
        ...times,
        footprint,
        target: largest ? "<= 1 x the peer" : null,
        reached: largest ? pairwise(times.ours, times.peers).median <= 1 : null,
        notes: [],
      });
    }
    return rows;
  },
};
