import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { corpusImages, unpack } from "../../e2e/support/corpus.ts";
import { FULL } from "../../e2e/support/full.ts";
import { requireTool } from "../../e2e/support/needs.ts";
import type { FilesVolume } from "../api/index.ts";
import { loadCrc32c } from "../bytes/crc32c.ts";
import { runSteps } from "../bytes/steps.ts";
import { OpenSystems } from "../engine/files/open-systems.ts";
import { volumeList } from "../engine/files/volume-list.ts";
import { OpenedImage } from "../engine/image/opened-image.ts";
import type { FileSystem, NodeStat } from "../fs/file-system.ts";
import { MIB } from "../shared/numbers.ts";
import { CachedStore } from "../store/cached-store.ts";
import { NodeFileStore } from "./file-store.ts";

/** What another reader showed of a volume. */
interface Shown {
  readonly image: string;
  readonly volume: string;
  readonly system: string;
  readonly reader: string;
  readonly files: number;
  readonly folders: number;
  readonly links: number;
  readonly sha256: string;
}

const list = readFileSync(new URL("corpus-files.json", import.meta.url), "utf8");
const expected = JSON.parse(list) as { readonly volumes: readonly Shown[] };

beforeAll(loadCrc32c);

/** Calls `look` with what the volumes of an image are, and a way to open them. */
async function lookInto<T>(
  name: string,
  look: (volumes: readonly FilesVolume[], open: (volume: string) => FileSystem) => T,
): Promise<T> {
  const file = new NodeFileStore(await unpack(name));
  try {
    const image = new OpenedImage(new CachedStore(file));
    const of = { image, layer: image.best };
    const systems = new OpenSystems();
    const { volumes } = volumeList(systems.volumes(of), systems.readers);
    return look(volumes, (volume) => systems.system(of, volume, null).fs);
  } finally {
    file.close();
  }
}

/** SHA-256 of a file's content. */
function sha256Of(fs: FileSystem, { node, size }: NodeStat): string {
  const content = fs.open(node, null);
  if (content === null) throw new Error(`node ${node} can't be opened`);
  const hash = createHash("sha256");
  const piece = new Uint8Array(MIB);
  for (let at = 0; at < size; at += MIB) {
    const bytes = piece.subarray(0, Math.min(MIB, size - at));
    content.read(at, bytes);
    hash.update(bytes);
  }
  return hash.digest("hex");
}

/** What of a file system `corpus-files.json` names. */
function summaryOf(fs: FileSystem) {
  const lines: Buffer[] = [];
  const of = { directory: 0, symlink: 0 };
  runSteps(
    fs.walk(fs.root, ({ path, stat }) => {
      if (stat === null) throw new Error(`${path.map(({ text }) => text).join("/")} can't be read`);
      const { kind } = stat;
      if (kind === "directory" || kind === "symlink") of[kind] += 1;
      if (kind !== "file") return;
      const names = path.flatMap(({ bytes }, nth) => (nth === 0 ? [bytes] : [Buffer.from("/"), bytes]));
      lines.push(Buffer.concat([...names, Buffer.from(` ${stat.size} ${sha256Of(fs, stat)}\n`)]));
    }),
  );
  const sorted = Buffer.concat(lines.toSorted(Buffer.compare));
  return {
    files: lines.length,
    folders: of.directory,
    links: of.symlink,
    sha256: createHash("sha256").update(sorted).digest("hex"),
  };
}

describe("the files on the disks of the corpus", () => {
  for (const { image, volume, system, reader, files, folders, links, sha256 } of expected.volumes)
    it(`${image}, ${volume}: ${system}, as ${reader} shows it`, async (test) => {
      requireTool(test, "corpus");
      await lookInto(image, (_, open) => {
        const fs = open(volume);
        expect(fs.facts.name).toBe(system);
        expect(summaryOf(fs)).toEqual({ files, folders, links, sha256 });
        expect(fs.problems()).toEqual([]);
      });
    });

  it("are not sought in swap, which is named with what it holds", async (test) => {
    requireTool(test, "corpus");
    await lookInto("discutils-swap.vhdx", (volumes) =>
      expect(volumes).toMatchObject([
        {
          content: "Linux swap",
          reading: "named",
          opener: "It holds memory that was paged out, and no files.",
        },
      ]),
    );
  });

  it.runIf(FULL)("are all that there are: no other disk holds a file system that is read", async (test) => {
    requireTool(test, "corpus");
    const found: string[] = [];
    for (const { file, outcome, parent } of corpusImages()) {
      if (outcome !== "opens" || parent !== null) continue;
      // oxlint-disable-next-line no-await-in-loop
      await lookInto(file, (volumes) => {
        for (const { id, reading } of volumes) if (reading === "files") found.push(`${file} ${id}`);
      });
    }
    expect(found.toSorted()).toEqual(
      expected.volumes.map(({ image, volume }) => `${image} ${volume}`).toSorted(),
    );
  });
});
