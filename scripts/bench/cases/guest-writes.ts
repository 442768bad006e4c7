import { rm } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Page, Worker } from "@playwright/test";
import { build } from "vite";
import { qemuImg } from "../../../e2e/support/qemu.ts";
import { freePort, serveBuild } from "../../server.ts";
import { type BenchGlobals, callableEngine } from "../browser/engine.ts";
import { footprintOf } from "../browser/footprint.ts";
import type { Bench, Case } from "../case.ts";
import type { GuestOrder } from "../guest/messages.ts";
import { inTurn } from "../pairs.ts";
import { timeCommand } from "../peers.ts";
import { SMALL_TRANSFER } from "../scale.ts";
import { scattered } from "../scattered.ts";
import { pairwise } from "../statistics.ts";

const MIB = 2 ** 20;
const GIB = 2 ** 30;
/** Share of qemu-io's speed. */
const LEAST = 0.5;
const NAME = "bench.vhdx";
const config = fileURLToPath(new URL("../guest/vite.config.ts", import.meta.url));

/** The same writes through the page's own edit, which reads the disk anew after each, for what it shows. */
function editTime(tab: Page, order: GuestOrder): Promise<number> {
  return tab.evaluate(
    async ({ places, length, name, size, blockSize }) => {
      const { benchEngine, benchJob } = globalThis as unknown as BenchGlobals;
      const options = { ...(await benchEngine.newDisks.defaults("qemu", size)), size, blockSize };
      await benchEngine.newDisks.createWorking(name, options, benchJob("make"));
      const { id } = await benchEngine.images.open({ kind: "working", name });
      const started = performance.now();
      for (const offset of places) {
        const bytes = new Uint8Array(length).fill(0x5a);
        // oxlint-disable-next-line no-await-in-loop
        await benchEngine.edits.apply(id, { kind: "write", space: "disk", offset, bytes });
      }
      const time = performance.now() - started;
      await benchEngine.images.close(id);
      await benchEngine.working.delete(name);
      return time;
    },
    { ...order, places: order.offsets, name: NAME },
  );
}

async function qemuWrites({ images }: Bench, { offsets, length }: GuestOrder): Promise<number> {
  const file = path.join(images.folder, "written.vhdx");
  await qemuImg("create", "-q", "-f", "vhdx", "-o", "subformat=dynamic,block_size=1M", file, "1G");
  const commands = offsets.flatMap((offset) => [`write -q -P 0x5a ${offset} ${length}`, "flush"]);
  const args = ["-f", "vhdx", ...commands.flatMap((each) => ["-c", each]), file];
  const { time } = await timeCommand("qemu-io", args);
  await rm(file);
  return time;
}

const guestWrite = (tab: Page, order: GuestOrder): Promise<number> =>
  tab.evaluate(
    (wanted) =>
      (globalThis as unknown as { benchWrite(order: GuestOrder): Promise<number> }).benchWrite(wanted),
    order,
  );

/** Calls `work` with a page on which a guest writes. */
async function withGuest<T>({ browser }: Bench, work: (tab: Page, guest: Worker) => Promise<T>): Promise<T> {
  await build({ configFile: config });
  const server = await serveBuild(".cache/bench-guest", await freePort(), true);
  const tab = await browser.context.newPage();
  try {
    const started = tab.waitForEvent("worker");
    await tab.goto(server.url);
    return await work(tab, await started);
  } finally {
    await tab.close();
    await server.close();
  }
}

/** Scattered writes to a new disk with blocks of 1 MiB, each durable before the next. */
export const guestWrites: Case = {
  id: "writes",
  run: async (bench) => {
    const { browser, scale, say } = bench;
    const offsets = scattered(scale.guestWrites, GIB / SMALL_TRANSFER).map((at) => at * SMALL_TRANSFER);
    const order = { size: GIB, blockSize: MIB, offsets, length: SMALL_TRANSFER };
    say("Guest writes");
    const { times, footprint } = await withGuest(bench, async (tab, guest) => ({
      times: await inTurn(
        scale,
        () => guestWrite(tab, order),
        () => qemuWrites(bench, order),
      ),
      footprint: (await footprintOf(tab, guest, () => guestWrite(tab, order))).footprint,
    }));
    const edits = await browser.withTab("page", async (tab) => {
      await callableEngine(tab);
      return editTime(tab, order);
    });
    return [
      {
        id: "writes",
        title: `${offsets.length} guest writes of 64 KiB to a disk in the browser's storage, a flush after each`,
        peer: "`qemu-io`, a flush after each",
        ...times,
        footprint: { ...footprint, reads: null, bytesRead: null },
        target: `>= ${LEAST} of qemu-io's speed`,
        reached: 1 / pairwise(times.ours, times.peers).median >= LEAST,
        notes: [
          `through the page's own edit, which reads the disk anew after each for all that it shows: ${Math.round(edits)} ms, ${(edits / offsets.length).toFixed(1)} ms each`,
        ],
      },
    ];
  },
};
