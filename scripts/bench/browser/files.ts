import type { Page } from "@playwright/test";
import type { BenchGlobals } from "./engine.ts";

/** Something that the engine does with the files of the dropped image, and how long it takes. */
export interface FilesTime {
  /** Milliseconds. */
  readonly time: number;
  /** What came of it: rows of the first folder, files that were counted or extracted. */
  readonly count: number;
  /** Bytes of the archive or of the raw image; 0 for lists. */
  readonly bytes: number;
}

/** What is timed. */
export type FilesWork =
  | "first-folder"
  | "walk"
  | "owner"
  | "tar"
  | "tar-list"
  | "zip"
  | "raw"
  | "tar-file"
  | "raw-file";

/**
 * Opens a dropped image anew, without counting that, and times one use of it:
 *
 * - `first-folder`: from the volumes to the first 1,000 rows of the root.
 * - `walk`: counts all files, the volume being found and opened.
 * - `owner`: finds the file that owns a byte, which is that of the first file of the first folder: makes the list of all runs.
 * - `tar`, `zip`: extract all files. `tar-list`: with a list of SHA-256, as the page does. `raw`: exports the disk. All as a Blob, each byte
 *   of which is then read.
 * - `tar-file`, `raw-file`: the same into the file that was dropped last, with the SHA-256 that go with it.
 *
 * @param nth of the dropped images
 * @param around calls the work, once the image is open
 */
export async function filesTime(
  tab: Page,
  what: FilesWork,
  nth = 0,
  around: <T>(work: () => Promise<T>) => Promise<T> = (work) => work(),
): Promise<FilesTime> {
  const id = await tab.evaluate(async (at) => {
    const { benchEngine, benchFiles } = globalThis as unknown as BenchGlobals;
    const file = benchFiles[at];
    if (file === undefined) throw new Error("no file was dropped");
    return (await benchEngine.images.open({ kind: "file", file })).id;
  }, nth);
  const result = await around(() =>
    tab.evaluate(
      async ({ image, work }) => {
        const { benchEngine, benchJob, benchHandles } = globalThis as unknown as BenchGlobals;
        const layer = { name: "original", upTo: null } as const;
        /** Reads a Blob to its end. @returns its bytes, counted */
        const readAll = async (blob: Blob | null) => {
          if (blob === null) throw new Error("there is nothing to read");
          const reader = blob.stream().getReader();
          let bytes = 0;
          for (;;) {
            // oxlint-disable-next-line no-await-in-loop
            const { done, value } = await reader.read();
            if (done) return bytes;
            bytes += value.length;
          }
        };
        const destination = async () => {
          const handle = work.endsWith("-file") ? await benchHandles.at(-1) : null;
          if (handle == null) return { kind: "download" } as const;
          return { kind: "handle", handle: handle as FileSystemFileHandle } as const;
        };
        const to = await destination();
        const job = benchJob(`files-${performance.now()}`);
        const started = performance.now();
        const ended = (count: number, bytes = 0) => ({ time: performance.now() - started, count, bytes });
        if (work === "raw" || work === "raw-file") {
          const options = { digests: null, bookmarks: [] };
          const { blob, size } = await benchEngine.exports.run(image, layer, "raw", to, options, job);
          return ended(1, to.kind === "handle" ? size : await readAll(blob));
        }
        const { first } = await benchEngine.files.volumes(image, layer);
        if (first === null) throw new Error("no volume holds files");
        const at = { image, layer, volume: first, transactions: null };
        const { root } = await benchEngine.files.system(at);
        if (work === "first-folder") {
          const { rows } = await benchEngine.files.list(at, null, null, 1000);
          return ended(rows.length);
        }
        if (work === "owner") {
          const { rows } = await benchEngine.files.list(at, null, null, 1000);
          const folder = rows.find(({ name }) => name.text.startsWith("folder-"));
          const { rows: inside } = await benchEngine.files.list(at, folder?.node ?? root, null, 1);
          const { runs } = await benchEngine.files.places(at, inside[0]?.node ?? root, null, 0, 1);
          const byte = runs[0]?.disk[0]?.offset ?? 0;
          const { file } = await benchEngine.files.ownerOf(image, layer, byte, null, job);
          return ended(file?.node === inside[0]?.node ? 1 : 0);
        }
        if (work === "walk") {
          const { files } = await benchEngine.files.count(at, job);
          return ended(files);
        }
        const nodes = [{ node: root, name: null }];
        const as = work === "zip" ? "zip" : "tar";
        const request = { as, nodes, manifest: to.kind === "handle" || work === "tar-list" } as const;
        const { blob, files, size, problemCount } = await benchEngine.files.extract(at, request, to, job);
        if (problemCount !== 0) throw new Error(`${problemCount} problems of an extraction`);
        return ended(files, to.kind === "handle" ? size : await readAll(blob));
      },
      { image: id, work: what },
    ),
  );
  await tab.evaluate((image) => (globalThis as unknown as BenchGlobals).benchEngine.images.close(image), id);
  return result;
}
