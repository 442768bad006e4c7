import { statSync } from "node:fs";
import path from "node:path";
import packageJson from "../package.json" with { type: "json" };
import { loadCrc32c } from "../workers/bytes/crc32c.ts";
import { OpenedImage } from "../workers/engine/opened-image.ts";
import { UNATTENDED } from "../workers/engine/jobs.ts";
import { makeReport } from "../workers/engine/report.ts";
import { CachedStore } from "../workers/store/cached-store.ts";
import { MeteredStore } from "../workers/store/metered-store.ts";
import { NodeFileStore } from "./node-file-store.ts";

/** `npx tsx scripts/report.ts IMAGE`: the page's JSON report, of the layer that the page would show first. */
export async function reportOf(file: string): Promise<string> {
  await loadCrc32c();
  const store = new NodeFileStore(file);
  try {
    const metered = new MeteredStore(store);
    const image = new OpenedImage(new CachedStore(metered));
    await image.scan(UNATTENDED);
    const report = makeReport(
      image,
      image.best,
      {
        name: path.basename(file),
        size: store.size,
        lastModified: Math.floor(statSync(file).mtimeMs),
        io: { reads: metered.reads, bytesRead: metered.bytesRead },
        version: packageJson.version,
        now: new Date(),
      },
      { digests: null, bookmarks: [] },
    );
    return JSON.stringify(report, null, 2);
  } finally {
    store.close();
  }
}

if (process.argv[1] === import.meta.filename) {
  const [file, ...rest] = process.argv.slice(2);
  if (file === undefined || rest.length > 0) {
    console.error("Usage: npx tsx scripts/report.ts IMAGE");
    process.exitCode = 2;
  } else console.log(await reportOf(file));
}
