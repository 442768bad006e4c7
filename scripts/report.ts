import { statSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import packageJson from "../package.json" with { type: "json" };
import { loadCrc32c } from "../workers/bytes/crc32c.ts";
import { linkImages } from "../workers/engine/chain/link-images.ts";
import { UNATTENDED } from "../workers/engine/jobs/jobs.ts";
import { OpenedImage } from "../workers/engine/image/opened-image.ts";
import { makeReport } from "../workers/engine/report/report.ts";
import { CachedStore } from "../workers/store/cached-store.ts";
import { MeteredStore } from "../workers/store/metered-store.ts";
import { NodeFileStore } from "./node-file-store.ts";

function open(file: string) {
  const store = new NodeFileStore(file);
  const metered = new MeteredStore(store);
  return {
    id: file,
    name: path.basename(file),
    file: store,
    metered,
    image: new OpenedImage(new CachedStore(metered)),
  };
}

/**
 * `npx tsx scripts/report.ts IMAGE [--parent FILE]...`: the page's JSON report, of the layer that the page would show first.
 *
 * @param parents files that may be among the image's ancestors, in any order
 */
export async function reportOf(file: string, parents: readonly string[] = []): Promise<string> {
  await loadCrc32c();
  const opened = [file, ...parents].map(open);
  try {
    linkImages(opened);
    const [{ name, file: store, metered, image }] = opened as [ReturnType<typeof open>];
    await image.scan(UNATTENDED);
    const report = makeReport(
      image,
      image.best,
      {
        name,
        size: store.size,
        lastModified: Math.floor(statSync(file).mtimeMs),
        zeroed: [],
        io: { reads: metered.reads, bytesRead: metered.bytesRead },
        version: packageJson.version,
        now: new Date(),
      },
      { digests: null, bookmarks: [] },
    );
    return JSON.stringify(report, null, 2);
  } finally {
    for (const each of opened) each.file.close();
  }
}

if (process.argv[1] === import.meta.filename) {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { parent: { type: "string", multiple: true } },
  });
  const [file, ...rest] = positionals;
  if (file === undefined || rest.length > 0) {
    console.error("Usage: npx tsx scripts/report.ts IMAGE [--parent FILE]...");
    process.exitCode = 2;
  } else console.log(await reportOf(file, values.parent));
}
