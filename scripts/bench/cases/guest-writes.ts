import { rm } from "node:fs/promises";
import path from "node:path";
import { qemuImg } from "../../../e2e/support/qemu.ts";
import { type BenchGlobals, callableEngine } from "../browser/engine.ts";
import { footprintOf } from "../browser/footprint.ts";
import type { Bench, Case } from "../case.ts";
import { inTurn } from "../pairs.ts";
import { timeCommand } from "../peers.ts";
import { SMALL_TRANSFER } from "../scale.ts";
import { scattered } from "../scattered.ts";
import { pairwise } from "../statistics.ts";

const MIB = 2 ** 20;
const GIB = 2 ** 30;
/** Of qemu-io's speed. */
const LEAST = 0.5;
const NAME = "bench.vhdx";

/** Writes of 64 KiB all over a new disk with blocks of 1 MiB, each durable before the next. */
async function qemuWrites({ images }: Bench, offsets: readonly number[]): Promise<number> {
  const file = path.join(images.folder, "written.vhdx");
  await qemuImg("create", "-q", "-f", "vhdx", "-o", "subformat=dynamic,block_size=1M", file, "1G");
  const commands = offsets.flatMap((offset) => [`write -q -P 0x5a ${offset} ${SMALL_TRANSFER}`, "flush"]);
  const args = ["-f", "vhdx", ...commands.flatMap((each) => ["-c", each]), file];
  const { time } = await timeCommand("qemu-io", args);
  await rm(file);
  return time;
}

export const guestWrites: Case = {
  id: "writes",
  run: async (bench) => {
    const { browser, scale, say } = bench;
    const offsets = scattered(scale.guestWrites, GIB / SMALL_TRANSFER).map((at) => at * SMALL_TRANSFER);
    say("Guest writes");
    return browser.withTab("page", async (tab) => {
      const engine = await callableEngine(tab);
      const ours = () =>
        tab.evaluate(
          async ({ places, length, name, size, blockSize }) => {
            const { Comlink, benchEngine } = globalThis as unknown as BenchGlobals;
            const options = { ...(await benchEngine.newImageDefaults("qemu", size)), size, blockSize };
            await benchEngine.createWorkingDisk(
              name,
              options,
              `make-${performance.now()}`,
              Comlink.proxy(() => {}),
            );
            const { id } = await benchEngine.open({ kind: "working", name });
            const started = performance.now();
            for (const offset of places) {
              const bytes = new Uint8Array(length).fill(0x5a);
              // oxlint-disable-next-line no-await-in-loop
              await benchEngine.edit(id, { kind: "write", space: "disk", offset, bytes });
            }
            const time = performance.now() - started;
            await benchEngine.close(id);
            await benchEngine.deleteWorkingDisk(name);
            return time;
          },
          { places: offsets, length: SMALL_TRANSFER, name: NAME, size: GIB, blockSize: MIB },
        );
      const times = await inTurn(scale.pairs, ours, () => qemuWrites(bench, offsets));
      const { footprint } = await footprintOf(tab, engine, ours);
      return [
        {
          id: "writes",
          title: `${offsets.length} guest writes of 64 KiB to a working disk, each durable`,
          peer: "`qemu-io` with a flush after each",
          ...times,
          footprint,
          target: `>= ${LEAST} of qemu-io's speed`,
          reached: 1 / pairwise(times.ours, times.peers).median >= LEAST,
          notes: [],
        },
      ];
    });
  },
};
