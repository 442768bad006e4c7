import { rm } from "node:fs/promises";
import path from "node:path";
import type { Page } from "@playwright/test";
import { dropAside } from "../browser/dropped.ts";
import { type BenchGlobals, callableEngine } from "../browser/engine.ts";
import { footprintOf } from "../browser/footprint.ts";
import { helperScripts } from "../browser/helper-scripts.ts";
import type { Bench, Case } from "../case.ts";
import { diskWithData } from "../images/made-by-qemu.ts";
import { inTurn } from "../pairs.ts";
import { timeCommand } from "../peers.ts";
import { median, pairwise } from "../statistics.ts";

const MIB = 2 ** 20;
/** Total time allowed, as a multiple of the digests' own time. */
const MOST = 1.1;

/** Which digests of the virtual disk are computed: only that of the stored bytes, or also that of every byte. */
type Asked = "stored" | "both";

/** Computes all digests of the dropped file; returns the SHA-256 of every byte of its disk. */
function allDigests(tab: Page): Promise<string | null> {
  return tab.evaluate(async () => {
    const { benchEngine, benchFiles, benchJob } = globalThis as unknown as BenchGlobals;
    const [file] = benchFiles;
    if (file === undefined) throw new Error("no file was dropped");
    const { id } = await benchEngine.images.open({ kind: "file", file });
    const layer = { name: "original", upTo: null } as const;
    const digests = await benchEngine.hashes.compute(id, layer, { wholeDisk: true }, benchJob("all"));
    await benchEngine.images.close(id);
    return digests.virtualDisk.sha256;
  });
}

/** Milliseconds for the digests of the virtual disk, which come after those of the file; the rest is cancelled. */
function diskDigests(tab: Page, asked: Asked): Promise<number> {
  return tab.evaluate(async (wholeDisk) => {
    const { benchEngine, benchFiles, benchJob } = globalThis as unknown as BenchGlobals;
    const [file] = benchFiles;
    if (file === undefined) throw new Error("no file was dropped");
    const { id } = await benchEngine.images.open({ kind: "file", file });
    const layer = { name: "original", upTo: null } as const;
    const job = `hash-${performance.now()}`;
    let started = Number.NaN;
    let ended = Number.NaN;
    const note = benchJob(job, ({ label }) => {
      if (label === "Hashing the virtual disk") {
        if (Number.isNaN(started)) started = performance.now();
      } else if (!Number.isNaN(started) && Number.isNaN(ended)) {
        ended = performance.now();
        void benchEngine.jobs.cancel(job);
      }
    });
    // The call ends with the cancel.
    await benchEngine.hashes.compute(id, layer, { wholeDisk }, note).catch(() => {});
    await benchEngine.images.close(id);
    return ended - started;
  }, asked === "both");
}

/** Orders to the page's hash worker that are used here. */
type HashOrder =
  | { readonly kind: "start"; readonly name: "sha256" | "sparse-sha256" }
  | {
      readonly kind: "add";
      readonly run: { readonly kind: "bytes"; readonly offset: number; readonly bytes: Uint8Array };
    }
  | { readonly kind: "finish" };

/**
 * Milliseconds that the page's hash workers take for `size` bytes that are already in memory.
 *
 * @param names of the digests, each in its own worker.
 */
function digestsAlone(
  tab: Page,
  script: string,
  names: readonly ("sha256" | "sparse-sha256")[],
  size: number,
): Promise<number> {
  return tab.evaluate(
    async ({ url, digests, total, chunk }) => {
      const bytes = new Uint8Array(chunk);
      for (let at = 0; at < chunk; at += 65_536) crypto.getRandomValues(bytes.subarray(at, at + 65_536));
      const lanes = digests.map((name) => {
        const worker = new Worker(url, { type: "module" });
        const { port1, port2 } = new MessageChannel();
        worker.postMessage(port2, [port2]);
        const waiting: (() => void)[] = [];
        port1.addEventListener("message", () => waiting.shift()?.());
        port1.start();
        const ask = (order: HashOrder, transfer: Transferable[] = []) =>
          new Promise<void>((resolve) => {
            waiting.push(resolve);
            port1.postMessage(order, transfer);
          });
        return { name, worker, ask };
      });
      // The start of a worker does not count as hashing.
      await Promise.all(lanes.map(({ name, ask }) => ask({ kind: "start", name })));
      const started = performance.now();
      await Promise.all(
        lanes.map(async ({ ask }) => {
          let before = Promise.resolve();
          for (let offset = 0; offset < total; offset += chunk) {
            const run = {
              kind: "bytes" as const,
              offset,
              bytes: bytes.slice(0, Math.min(chunk, total - offset)),
            };
            const taken = ask({ kind: "add", run }, [run.bytes.buffer]);
            // One buffer in work, one waiting.
            await before;
            before = taken;
          }
          await ask({ kind: "finish" });
        }),
      );
      const time = performance.now() - started;
      for (const { worker } of lanes) worker.terminate();
      return time;
    },
    { url: script, digests: names, total: size, chunk: 4 * MIB },
  );
}

/** The same for the browser's own function, which takes all its input at once; scaled up from a size that fits in memory. */
function oneShot(tab: Page, size: number): Promise<number> {
  return tab.evaluate(
    async ({ total, most }) => {
      const bytes = new Uint8Array(Math.min(total, most)).fill(0x5a);
      const started = performance.now();
      await crypto.subtle.digest("SHA-256", bytes);
      return ((performance.now() - started) * total) / bytes.length;
    },
    { total: size, most: 256 * MIB },
  );
}

/** @throws if the digest is not equal to ours, as a fast but wrong digest is no result. */
async function qemuAndSha256sum({ images }: Bench, image: string, ours: string | null): Promise<number> {
  const raw = path.join(images.folder, "hashed.raw");
  const command = 'qemu-img convert -O raw "$1" "$2" && sha256sum "$2"';
  const { time, output } = await timeCommand("sh", ["-c", command, "sh", image, raw]);
  await rm(raw);
  if (ours === null || !output.startsWith(ours))
    throw new Error(`SHA-256 of ${image}: ${ours}, not ${output}`);
  return time;
}

/** Digests of a fully allocated virtual disk, compared with the same digests without reading. */
export const sha256: Case = {
  id: "sha256",
  run: async (bench) => {
    const { browser, images, scale, say } = bench;
    const size = scale.allocated;
    const image = await diskWithData(images, size);
    return browser.withTab("page", async (tab) => {
      const engine = await callableEngine(tab);
      await dropAside(tab, [image]);
      const { hash: script } = await helperScripts(tab);
      say("SHA-256 of the virtual disk");
      const one = await inTurn(
        scale,
        () => diskDigests(tab, "stored"),
        () => digestsAlone(tab, script, ["sparse-sha256"], size),
      );
      say("SHA-256 of the virtual disk, both of them");
      const both = await inTurn(
        scale,
        () => diskDigests(tab, "both"),
        () => digestsAlone(tab, script, ["sha256", "sparse-sha256"], size),
      );
      say("SHA-256 of the virtual disk, by others");
      const { result: ours, footprint } = await footprintOf(tab, engine, () => allDigests(tab));
      const qemu = await qemuAndSha256sum(bench, image, ours);
      const subtle = await oneShot(tab, size);
      const rate = (milliseconds: number) => `${(size / 2 ** 30 / (milliseconds / 1000)).toFixed(2)} GiB/s`;
      return [
        {
          id: "sha256",
          title: "SHA-256 of what a virtual disk stores, allocated in full",
          peer: "hash-wasm's SHA-256 of as many bytes in memory",
          ...one,
          footprint: null,
          target: `reading adds nothing: <= ${MOST} x the hash function alone`,
          reached: pairwise(one.ours, one.peers).median <= MOST,
          notes: [
            `ours ${rate(median(one.ours))}, hash-wasm alone ${rate(median(one.peers))}, the browser's own one-shot function ${rate(subtle)}`,
            `\`qemu-img convert -O raw\` and \`sha256sum\`, one after the other: ${Math.round(qemu)} ms`,
          ],
        },
        {
          id: "sha256-both",
          title: "The same, and SHA-256 of every byte beside it",
          peer: "both digests of as many bytes in memory",
          ...both,
          footprint,
          target: null,
          reached: null,
          notes: [],
        },
      ];
    });
  },
};
