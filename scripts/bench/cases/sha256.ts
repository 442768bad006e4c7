import { readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import type { Page } from "@playwright/test";
import { dropAside } from "../browser/dropped.ts";
import { type BenchGlobals, callableEngine } from "../browser/engine.ts";
import { footprintOf } from "../browser/footprint.ts";
import type { Bench, Case } from "../case.ts";
import { diskWithData } from "../images/made-by-qemu.ts";
import { inTurn } from "../pairs.ts";
import { timeCommand } from "../peers.ts";
import { median, pairwise } from "../statistics.ts";

const MIB = 2 ** 20;
/** What reading may add to the hash function's own time. */
const MOST = 1.1;

/** hash-wasm as a plain script. */
const hashWasm = createRequire(import.meta.url).resolve("hash-wasm");

/** Milliseconds that the digests of the virtual disk take, out of all that are computed, and the SHA-256. */
export function diskDigest(tab: Page): Promise<{ readonly time: number; readonly sha256: string | null }> {
  return tab.evaluate(async () => {
    const { Comlink, benchEngine, benchFiles } = globalThis as unknown as BenchGlobals;
    const [file] = benchFiles;
    if (file === undefined) throw new Error("no file was dropped");
    const { id } = await benchEngine.open({ kind: "file", file });
    const begun = new Map<string, number>();
    const note = ({ label }: { readonly label: string }) => {
      if (!begun.has(label)) begun.set(label, performance.now());
    };
    const layer = { name: "original", upTo: null } as const;
    const job = `hash-${performance.now()}`;
    const digests = await benchEngine.hashes(id, layer, { wholeDisk: true }, job, Comlink.proxy(note));
    const ended = performance.now();
    await benchEngine.close(id);
    const steps = [...begun];
    const at = steps.findIndex(([label]) => label === "Hashing the virtual disk");
    const start = steps[at]?.[1] ?? Number.NaN;
    return { time: (steps[at + 1]?.[1] ?? ended) - start, sha256: digests.virtualDisk.sha256 };
  });
}

interface Hashing {
  readonly hashwasm: { createSHA256(): Promise<{ update(bytes: Uint8Array): void; digest(): string }> };
}

/** Milliseconds that the hash function alone takes for so many bytes which lie in memory already. */
function inMemory(tab: Page, size: number): Promise<number> {
  return tab.evaluate(
    async ({ total, chunk }) => {
      const { hashwasm } = globalThis as unknown as Hashing;
      const hasher = await hashwasm.createSHA256();
      const bytes = new Uint8Array(chunk);
      for (let at = 0; at < chunk; at += 65_536) crypto.getRandomValues(bytes.subarray(at, at + 65_536));
      const started = performance.now();
      for (let at = 0; at < total; at += chunk) hasher.update(bytes.subarray(0, Math.min(chunk, total - at)));
      hasher.digest();
      return performance.now() - started;
    },
    { total: size, chunk: 4 * MIB },
  );
}

/** The same of the browser's own function, which takes all of its input at once; scaled up from what fits. */
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

/** @throws where the digest is not ours: what is fast and wrong is no result. */
async function qemuAndSha256sum({ images }: Bench, image: string, ours: string | null): Promise<number> {
  const raw = path.join(images.folder, "hashed.raw");
  const command = 'qemu-img convert -O raw "$1" "$2" && sha256sum "$2"';
  const { time, output } = await timeCommand("sh", ["-c", command, "sh", image, raw]);
  await rm(raw);
  if (ours === null || !output.startsWith(ours))
    throw new Error(`SHA-256 of ${image}: ${ours}, not ${output}`);
  return time;
}

/** SHA-256 of a virtual disk that is allocated in full, held against the hash function with nothing to read. */
export const sha256: Case = {
  id: "sha256",
  run: async (bench) => {
    const { browser, images, scale, say } = bench;
    const size = scale.allocated;
    const image = await diskWithData(images, size);
    say("SHA-256 of the virtual disk");
    return browser.withTab("page", async (tab) => {
      const engine = await callableEngine(tab);
      await dropAside(tab, [image]);
      await tab.evaluate(await readFile(hashWasm, "utf8"));
      let ours: string | null = null;
      const qemu: number[] = [];
      const subtle: number[] = [];
      const times = await inTurn(
        scale,
        async () => {
          const digest = await diskDigest(tab);
          ours = digest.sha256;
          return digest.time;
        },
        async () => {
          qemu.push(await qemuAndSha256sum(bench, image, ours));
          subtle.push(await oneShot(tab, size));
          return inMemory(tab, size);
        },
      );
      const { footprint } = await footprintOf(tab, engine, () => diskDigest(tab));
      const rate = (milliseconds: number) => `${(size / 2 ** 30 / (milliseconds / 1000)).toFixed(2)} GiB/s`;
      return [
        {
          id: "sha256",
          title: "SHA-256 of the virtual disk, allocated in full",
          peer: "hash-wasm's SHA-256 of as many bytes in memory",
          ...times,
          footprint,
          target: `reading adds nothing: <= ${MOST} x the hash function alone`,
          reached: pairwise(times.ours, times.peers).median <= MOST,
          notes: [
            `ours ${rate(median(times.ours))}, hash-wasm alone ${rate(median(times.peers))}, one-shot \`crypto.subtle\` ${rate(median(subtle.slice(-scale.pairs)))}`,
            `\`qemu-img convert -O raw\` and \`sha256sum\`, one after the other: ${Math.round(median(qemu.slice(-scale.pairs)))} ms`,
          ],
        },
      ];
    });
  },
};
