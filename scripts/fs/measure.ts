import { loadCrc32c } from "../../workers/bytes/crc32c.ts";
import { countFiles } from "../../workers/engine/files/count.ts";
import { folderRows } from "../../workers/engine/files/folder-rows.ts";
import { OpenSystems } from "../../workers/engine/files/open-systems.ts";
import { volumeList } from "../../workers/engine/files/volume-list.ts";
import { OpenedImage } from "../../workers/engine/image/opened-image.ts";
import { UNATTENDED } from "../../workers/engine/jobs/jobs.ts";
import { NodeFileStore } from "../../workers/node/file-store.ts";
import { CachedStore } from "../../workers/store/cached-store.ts";
import { MeteredStore } from "../../workers/store/metered-store.ts";

/** Rows of the first page. */
const ROWS = 1000;

await loadCrc32c();
for (const file of process.argv.slice(2)) {
  const metered = new MeteredStore(new NodeFileStore(file));
  /** Reads of a part of the work, its milliseconds, and those of a processor: other work on the machine makes only the first more. */
  const measured = async <T>(work: () => T | Promise<T>) => {
    const [reads, since, used] = [metered.reads, performance.now(), process.cpuUsage()];
    const result = await work();
    const ms = Math.round(performance.now() - since);
    const { user, system } = process.cpuUsage(used);
    return { result, reads: metered.reads - reads, ms, cpuMs: Math.round((user + system) / 1000) };
  };
  const { result: image, ...opening } = await measured(() => new OpenedImage(new CachedStore(metered)));
  const of = { image, layer: image.best };
  const systems = new OpenSystems();
  const { result: list, ...volumes } = await measured(() => volumeList(systems.volumes(of), systems.readers));
  const { result: fs, ...system } = await measured(() => systems.system(of, list.first ?? "disk", null).fs);
  const { result: page, ...folder } = await measured(() => folderRows(fs, null, null, ROWS));
  const { result: counts, ...walk } = await measured(() => countFiles(fs, UNATTENDED));
  console.log(
    JSON.stringify({
      file,
      opening,
      volumes,
      system,
      folder: { ...folder, rows: page.rows.length },
      walk,
      counts,
    }),
  );
}
