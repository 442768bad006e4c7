import { open } from "node:fs/promises";
import { loadCrc32c } from "../workers/bytes/crc32c.ts";
import { type ManyFaults, manyFaults } from "../workers/testing/vhdx/many-faults.ts";

/*
 * Writes a disk whose BAT has thousands of faults to a file, for tests in a browser. Its blocks are one hole.
 *
 *     npx tsx scripts/many-faults-file.ts FILE '{ "homed": 200, "homeless": 1200 }'
 */
async function write(path: string, faults: ManyFaults): Promise<void> {
  await loadCrc32c();
  const { store, data } = manyFaults(faults);
  const bytes = new Uint8Array(data);
  store.read(0, bytes);
  const file = await open(path, "w");
  try {
    await file.write(bytes);
    await file.truncate(store.size);
  } finally {
    await file.close();
  }
}

const [path, faults] = process.argv.slice(2);
if (path === undefined || faults === undefined) throw new Error("FILE and the numbers of faults are missing");
await write(path, JSON.parse(faults) as ManyFaults);
