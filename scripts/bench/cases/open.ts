import path from "node:path";
import { dropFiles } from "../../../e2e/support/fixtures.ts";
import type { Bench, Case } from "../case.ts";
import { footprintOf } from "../browser/footprint.ts";
import { startEngine } from "../browser/engine.ts";
import { HOVER, timed } from "../browser/stopwatch.ts";
import { overviewFilled } from "../browser/signs.ts";
import { emptyDisk } from "../images/made-by-qemu.ts";
import { inTurn } from "../pairs.ts";
import { timeCommand } from "../peers.ts";
import type { Row } from "../result.ts";
import { median, pairwise } from "../statistics.ts";

const MIB = 2 ** 20;
/** Milliseconds, requests and bytes that opening may take. */
const MOST = { time: 300, reads: 10, bytes: 8 * MIB };

/** The time from the drop on a fresh page, whose engine has not started yet, to the filled Overview. */
export function openTime({ browser }: Bench, file: string): Promise<number> {
  return browser.withTab("page", (tab) =>
    timed(tab, "drop", overviewFilled(path.basename(file)), () => dropFiles(tab, [file], HOVER)),
  );
}

async function openRow(
  bench: Bench,
  id: string,
  title: string,
  file: string,
): Promise<Omit<Row, "target" | "reached">> {
  bench.say(title);
  const times = await inTurn(
    bench.scale,
    () => openTime(bench, file),
    async () => (await timeCommand("qemu-img", ["info", file])).time,
  );
  const { footprint } = await bench.browser.withTab("page", async (tab) =>
    footprintOf(tab, await startEngine(tab), () =>
      timed(tab, "drop", overviewFilled(path.basename(file)), () => dropFiles(tab, [file], HOVER)),
    ),
  );
  return { id, title, peer: "`qemu-img info`", ...times, footprint, notes: [] };
}

/** A drop until the Overview is filled: a small disk, and the one with the largest BAT there is. */
export const open: Case = {
  id: "open",
  run: async (bench) => {
    const { small, huge } = bench.scale;
    const first = await openRow(
      bench,
      "open-small",
      "Drop to filled Overview, small disk",
      await emptyDisk(bench.images, small, 32 * MIB),
    );
    const second = await openRow(
      bench,
      "open-huge",
      "Drop to filled Overview, largest BAT (1 MiB blocks)",
      await emptyDisk(bench.images, huge, MIB),
    );
    const { reads, bytesRead } = {
      reads: first.footprint?.reads ?? Infinity,
      bytesRead: first.footprint?.bytesRead ?? Infinity,
    };
    return [
      {
        ...first,
        target: "300 ms, 10 reads, 8 MiB read",
        reached: median(first.ours) <= MOST.time && reads <= MOST.reads && bytesRead <= MOST.bytes,
      },
      {
        ...second,
        target: "faster than the peer",
        reached: pairwise(second.ours, second.peers).median < 1,
      },
    ];
  },
};
