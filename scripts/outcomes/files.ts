import type { ExtractRequest } from "../../workers/api/index.ts";
import { runSteps } from "../../workers/bytes/steps.ts";
import { MIB } from "../../workers/shared/numbers.ts";
import { readUpTo } from "../../workers/store/store.ts";
import type { FileContent, FileSystem, NodeId } from "../../workers/fs/file-system.ts";
import { deliverFiles } from "../../workers/engine/exports/files/deliver-files.ts";
import { OpenSystems } from "../../workers/engine/files/open-systems.ts";
import { volumeList } from "../../workers/engine/files/volume-list.ts";
import { watchedJob } from "./watched-job.ts";
import { FakeDirectory } from "../../workers/testing/engine/fake-directory.ts";
import { digestOf } from "./digest.ts";
import type { Lines } from "./lines.ts";
import type { Opened } from "./opened.ts";

/** Bytes that are read of one run of a file. */
const MOST_READ = MIB;

/** The content of a file: its runs, and the bytes of those that can be read. */
function contentText(content: FileContent | null): string {
  if (content === null || content.size === 0) return "-";
  const runs = [...content.extents(0, content.size)].slice(0, 200);
  const bytes = runs.map(({ offset, length, source }) =>
    source.kind === "unreadable" ? null : readUpTo(content, offset, Math.min(length, MOST_READ)),
  );
  return digestOf([content.size, runs, bytes]);
}

/** All that a file system says of one node. */
const nodeText = (fs: FileSystem, node: NodeId): string =>
  digestOf([fs.stat(node), contentText(fs.open(node, null)), fs.structures(node)]);

/** Everything in a folder, its content too. */
function treeOf({ entries, written }: FakeDirectory): unknown {
  const inside = [...entries].map(([name, entry]) => [
    name,
    entry instanceof FakeDirectory ? treeOf(entry) : entry,
  ]);
  return [inside, written];
}

/** What the first file system of a disk holds, and what is extracted of it. */
export async function fileLines(lines: Lines, { file: { image } }: Opened): Promise<void> {
  const of = { image, layer: image.best };
  const systems = new OpenSystems();
  const { first, volumes } = volumeList(systems.volumes(of), systems.readers);
  lines.add("volumes", volumes.length, digestOf(volumes));
  if (first === null) return;
  const { fs } = systems.system(of, first, null);
  let count = 0;
  const nodes: string[] = [];
  runSteps(
    fs.walk(fs.root, ({ entry, path, stat }) => {
      count += 1;
      nodes.push(digestOf([path, entry, stat]), nodeText(fs, entry.node));
    }),
  );
  const deleted: unknown[] = [];
  runSteps(fs.deleted((each) => void deleted.push(each)));
  lines.add("entries", count, digestOf(nodes), "deleted", deleted.length, digestOf(deleted));
  lines.add("space", digestOf(runSteps(fs.free())), digestOf(runSteps(fs.metadata())), digestOf(fs.facts));
  lines.add("problems", fs.problems().length, digestOf(fs.problems()));
  const head = { image: "disk.vhdx", layer: "original", volume: "1", system: "fs", version: "0" };
  const request = (as: ExtractRequest["as"]): ExtractRequest => ({
    as,
    nodes: [{ node: fs.root, name: null }],
    manifest: true,
  });
  const agree = () => Promise.resolve(true);
  for (const as of ["tar", "zip"] as const) {
    await lines.attemptLater(as, async () => {
      const subject = { fs, head, piecesOf: null };
      const { blob, ...said } = await deliverFiles(
        subject,
        request(as),
        { kind: "download" },
        agree,
        watchedJob(),
      );
      const bytes = blob === null ? null : new Uint8Array(await blob.arrayBuffer());
      return `${said.files} ${said.folders} ${bytes?.length ?? 0}:${digestOf(bytes)} problems ${digestOf(said.problems)}`;
    });
  }
  await lines.attemptLater("folder", async () => {
    const folder = new FakeDirectory();
    const to = { kind: "folder", handle: folder.handle } as const;
    const said = await deliverFiles({ fs, head, piecesOf: null }, request("folder"), to, agree, watchedJob());
    return `${said.files} ${said.folders} ${digestOf(treeOf(folder))} problems ${digestOf(said.problems)}`;
  });
}
