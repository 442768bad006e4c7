import { copyFileSync } from "node:fs";
import { beforeAll, expect, it } from "vitest";
import { requireTool } from "../../../e2e/support/needs.ts";
import { qemuCheck, withFolder } from "../../../e2e/support/qemu.ts";
import { loadCrc32c } from "../../../workers/bytes/crc32c.ts";
import { MIB } from "../../../workers/shared/numbers.ts";
import { UNATTENDED } from "../../../workers/engine/jobs/jobs.ts";
import { OpenedImage } from "../../../workers/engine/image/opened-image.ts";
import { CachedStore } from "../../../workers/store/cached-store.ts";
import { NodeFileStore } from "../../../workers/node/file-store.ts";
import { makeFullLog, sectorOfDisk } from "./full-log.ts";

beforeAll(loadCrc32c);

/** The image as it stands in a file, with its log applied in memory where it has one. */
async function read(path: string, sectors: number) {
  const store = new NodeFileStore(path);
  try {
    const image = new OpenedImage(new CachedStore(store));
    await image.scan(UNATTENDED);
    const bytes = new Uint8Array(sectors * 4096);
    image.disk(image.best).read(0, bytes);
    const { log, best } = image;
    const worst = image.findings(best).filter(({ severity }) => severity === "error" || severity === "fatal");
    return { outcome: image.outcome, active: log?.active.length, worst, bytes, size: best.store.size };
  } finally {
    store.close();
  }
}

it.for([MIB, 3 * MIB])(
  "a log of %i bytes that is full is replayed alike by us and by QEMU",
  async (logSize, test) => {
    requireTool(test, "qemu-img");
    await withFolder(async (folder) => {
      const [path, copy] = [`${folder}/full.vhdx`, `${folder}/copy.vhdx`];
      const { entries, dataSectors } = makeFullLog(path, { logSize });
      // One sector of each entry has its descriptors, one is the BAT's.
      const free = logSize / 4096 - dataSectors - 2 * entries;
      expect(free).toBeGreaterThanOrEqual(2);
      expect(free).toBeLessThan(5);
      const ours = await read(path, dataSectors);
      expect(ours).toMatchObject({ outcome: "needs-replay", active: entries, worst: [] });
      for (let sector = 0; sector < dataSectors; sector++) {
        const bytes = ours.bytes.subarray(sector * 4096, (sector + 1) * 4096);
        expect(Buffer.compare(bytes, sectorOfDisk(sector))).toBe(0);
      }
      copyFileSync(path, copy);
      const { output, status } = await qemuCheck(copy, true);
      expect(output).toContain("No errors were found");
      expect(status).toBe(0);
      const theirs = await read(copy, dataSectors);
      expect(theirs).toMatchObject({ outcome: "opens", active: 0, worst: [], size: ours.size });
      expect(Buffer.compare(theirs.bytes, ours.bytes)).toBe(0);
    });
  },
);
