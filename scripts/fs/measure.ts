import { loadCrc32c } from "../../workers/bytes/crc32c.ts";
import { NodeFileStore } from "../../workers/node/file-store.ts";
import { MeteredStore } from "../../workers/store/metered-store.ts";
import { CachedStore } from "../../workers/store/cached-store.ts";
import { OpenedImage } from "../../workers/engine/image/opened-image.ts";
import { OpenSystems } from "../../workers/engine/files/open-systems.ts";
import { volumeList } from "../../workers/engine/files/volume-list.ts";
import { folderRows } from "../../workers/engine/files/folder-rows.ts";
import { countFiles } from "../../workers/engine/files/count.ts";
import { UNATTENDED } from "../../workers/engine/jobs/jobs.ts";
await loadCrc32c();
for (const f of process.argv.slice(2)) {
  const m = new MeteredStore(new NodeFileStore(f));
  const image = new OpenedImage(new CachedStore(m));
  const opened = m.reads;
  let t = performance.now();
  const s = new OpenSystems();
  const of = { image, layer: image.best };
  const v = volumeList(s.volumes(of), s.readers);
  const listed = m.reads - opened;
  const { fs } = s.system(of, v.first ?? "disk", null);
  const rows = folderRows(fs, null, null, 1000);
  const first = m.reads - opened;
  const ms = performance.now() - t;
  t = performance.now();
  const c = await countFiles(fs, UNATTENDED);
  console.log(f, {
    opened,
    volumes: listed,
    firstFolder: first,
    ms: Math.round(ms),
    rows: rows.rows.length,
    walkReads: m.reads - opened - first,
    walkMs: Math.round(performance.now() - t),
    ...c,
  });
}
