import { spawnSync } from "node:child_process";
import { dropAside } from "../browser/dropped.ts";
import { type BenchGlobals, callableEngine } from "../browser/engine.ts";
import { footprintOf } from "../browser/footprint.ts";
import type { Case } from "../case.ts";
import { scattered } from "../scattered.ts";
import { diskWithData } from "../images/made-by-qemu.ts";
import { inTurn } from "../pairs.ts";
import { timeCommand } from "../peers.ts";
import type { Row } from "../result.ts";
import { SMALL_TRANSFER } from "../scale.ts";

/** Drops a file from the system's page cache, so that reads come from the disk. */
function dropFromMemory(file: string): void {
  const { status } = spawnSync("dd", [`if=${file}`, "iflag=nocache", "count=0", "status=none"]);
  if (status !== 0) throw new Error(`dd could not drop ${file} from memory`);
}

/** Scattered reads of 64 KiB from a fully allocated disk, one after the other. */
export const randomReads: Case = {
  id: "random",
  run: async ({ browser, images, scale, say }) => {
    const image = await diskWithData(images, scale.allocated);
    const offsets = scattered(scale.randomReads, scale.allocated / SMALL_TRANSFER).map(
      (at) => at * SMALL_TRANSFER,
    );
    const commands = offsets.map((offset) => `read -q ${offset} ${SMALL_TRANSFER}`);
    const qemu = async () =>
      (await timeCommand("qemu-io", ["-r", "-f", "vhdx", ...commands.flatMap((each) => ["-c", each]), image]))
        .time;

    return browser.withTab("page", async (tab) => {
      const engine = await callableEngine(tab);
      await dropAside(tab, [image]);
      const ours = () =>
        tab.evaluate(
          async ({ places, length }) => {
            const { benchEngine, benchFiles } = globalThis as unknown as BenchGlobals;
            const [file] = benchFiles;
            if (file === undefined) throw new Error("no file was dropped");
            const started = performance.now();
            const { id } = await benchEngine.images.open({ kind: "file", file });
            for (const offset of places) {
              // oxlint-disable-next-line no-await-in-loop
              await benchEngine.views.readDisk(id, { name: "original", upTo: null }, offset, length);
            }
            const time = performance.now() - started;
            await benchEngine.images.close(id);
            return time;
          },
          { places: offsets, length: SMALL_TRANSFER },
        );
      const cold = (run: () => Promise<number>) => () => {
        dropFromMemory(image);
        return run();
      };
      const row = (id: string, title: string) => ({
        id,
        title,
        peer: "`qemu-io` reads",
        target: null,
        reached: null,
        notes: [],
      });
      say("Random reads from the disk");
      const fromDisk: Row = {
        ...row("random-cold", `${offsets.length} random reads of 64 KiB, nothing in memory`),
        ...(await inTurn(scale, cold(ours), cold(qemu))),
        footprint: null,
      };
      say("Random reads from memory");
      const times = await inTurn(scale, ours, qemu);
      const { footprint } = await footprintOf(tab, engine, ours);
      return [
        fromDisk,
        {
          ...row("random-warm", `${offsets.length} random reads of 64 KiB, the file in the system's memory`),
          ...times,
          footprint,
        },
      ];
    });
  },
};
