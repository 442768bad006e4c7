import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { compressedSize, FIRST_LOAD } from "../../build/budget.ts";
import { freePort, serveBuild } from "../../server.ts";
import { type FirstLoad, measureFirstLoad } from "../browser/first-load.ts";
import type { Case } from "../case.ts";
import { median } from "../statistics.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));

const PEER = "speedscope";
const PEER_VERSION = "1.25.0";

/** The peer's build, from its npm package; null if it can't be downloaded. */
async function fetchPeer(folder: string): Promise<string | null> {
  const build = path.join(folder, "node_modules", PEER, "dist/release");
  if (!existsSync(build)) {
    await mkdir(folder, { recursive: true });
    const args = ["install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", folder];
    spawnSync("npm", [...args, `${PEER}@${PEER_VERSION}`], { stdio: "ignore" });
  }
  return existsSync(path.join(build, "index.html")) ? build : null;
}

const kib = (bytes: number) => `${(bytes / 1024).toFixed(0)} KiB`;

function describe(name: string, loads: readonly FirstLoad[]): string {
  const middle = (key: keyof FirstLoad) => median(loads.map((load) => load[key]));
  return `${name}: ${kib(middle("loaded"))} after gzip before a file is dropped; first paint after ${Math.round(middle("firstPaint"))} ms`;
}

/** Bytes after gzip of all files of our build. */
function wholeBuild(): number {
  const folder = path.resolve(root, process.env.PLATTER_DIST ?? "dist");
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith(".map"))
    .reduce(
      (sum, { parentPath, name }) => sum + compressedSize(readFileSync(path.join(parentPath, name))),
      0,
    );
}

/** The first visit of the page: bytes loaded, and the time until a file can be dropped. */
export const firstLoad: Case = {
  id: "first-load",
  run: async ({ browser, images, scale, say }) => {
    say("First load");
    // A test downloads nothing from a registry.
    const peerBuild = scale.name === "tiny" ? null : await fetchPeer(path.join(images.folder, PEER));
    const peer = peerBuild === null ? null : await serveBuild(peerBuild, await freePort(), true, false);
    const ours: FirstLoad[] = [];
    const theirs: FirstLoad[] = [];
    for (let pair = scale.warmUp ? 0 : 1; pair <= scale.pairs; pair++) {
      // oxlint-disable-next-line no-await-in-loop
      const own = await measureFirstLoad(browser.page.url, "main button");
      // oxlint-disable-next-line no-await-in-loop
      const other = peer === null ? null : await measureFirstLoad(peer.url, "input[type=file]");
      if (pair === 0) continue;
      ours.push(own);
      if (other !== null) theirs.push(other);
    }
    await peer?.close();
    return [
      {
        id: "first-load",
        title: "First load to ready for a drop",
        peer: peer === null ? null : PEER,
        ours: ours.map(({ ready }) => ready),
        peers: theirs.map(({ ready }) => ready),
        footprint: null,
        target: `<= ${kib(FIRST_LOAD.limit)} after gzip before a file is dropped`,
        reached: ours.every(({ loaded }) => loaded <= FIRST_LOAD.limit),
        notes: [
          describe("Platter", ours),
          `its service worker keeps the whole build, ${kib(wholeBuild())} after gzip, to work without the server`,
          peer === null
            ? `${PEER} was not there to be measured`
            : describe(`${PEER} ${PEER_VERSION}`, theirs),
        ],
      },
    ];
  },
};
