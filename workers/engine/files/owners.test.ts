import { expect, it } from "vitest";
import type { FileSystem } from "../../fs/file-system.ts";
import { VhdxError } from "../../shared/error.ts";
import { MIB } from "../../shared/numbers.ts";
import { memoryFiles, type MemoryNode } from "../../testing/engine/files/memory-files.ts";
import { SegmentStore } from "../../volume/segment-store.ts";
import { UNATTENDED } from "../jobs/jobs.ts";
import type { LayerOf, OpenSystems } from "./open-systems.ts";
import { Owners } from "./owners.ts";

const SIZE = 8 * MIB;

function fileSystem(entries: NonNullable<MemoryNode["entries"]>): FileSystem {
  const { volume, reader } = memoryFiles(entries, SIZE);
  const fs = reader.reader.open(volume, { transactions: null });
  if (fs === null) throw new Error("no file system");
  return fs;
}

/** Where a file of a file system begins on its volume. */
function startOf(fs: FileSystem, name: string): number {
  const node = fs.lookup(fs.root, new TextEncoder().encode(name));
  const [run] = fs.open(node ?? 0, null)?.extents(0, 1) ?? [];
  return run?.source.kind === "volume" ? run.source.offset : -1;
}

/** A partition that begins where its disk does, over an older file system of the whole disk. */
function ownersOf(systems: { readonly partition: FileSystem | null; readonly disk: FileSystem | null }) {
  const whole = { size: SIZE } as unknown as ConstructorParameters<typeof SegmentStore>[0];
  const store = new SegmentStore(whole, [{ offset: 0, length: SIZE, disk: 0 }]);
  const asked: string[] = [];
  const open = {
    volumes: () => ({
      places: [
        { id: "disk", kind: "disk", title: "Whole disk", store },
        { id: "partition-1", kind: "partition", title: "Partition 1", store },
      ],
    }),
    system: (_: LayerOf, id: string) => {
      asked.push(id);
      const fs = id === "disk" ? systems.disk : systems.partition;
      if (fs === null) throw new VhdxError("not-available", "No file system.");
      return { fs };
    },
  };
  const owners = new Owners(open as unknown as OpenSystems);
  const at = (offset: number) => owners.at({} as unknown as LayerOf, offset, null, UNATTENDED);
  return { at, asked };
}

const OLD = { first: { content: new Uint8Array(MIB).fill(1) }, second: { content: "found" } };

it("leads to the file of the whole disk where the partition over it holds no file system", async () => {
  const disk = fileSystem(OLD);
  const { at } = ownersOf({ partition: null, disk });
  expect(await at(startOf(disk, "second") + 2)).toMatchObject({
    volume: "disk",
    kind: "file",
    fileOffset: 2,
    words: "content of second",
  });
});

it("leads there where the partition has nothing at that byte, and to the partition's own file where it has", async () => {
  const disk = fileSystem(OLD);
  const partition = fileSystem({ own: { content: "new" } });
  const { at, asked } = ownersOf({ partition, disk });
  expect(await at(startOf(disk, "second"))).toMatchObject({ volume: "disk", words: "content of second" });
  asked.length = 0;
  expect(await at(startOf(partition, "own"))).toMatchObject({
    volume: "partition-1",
    words: "content of own",
  });
  expect(await at(0)).toMatchObject({ volume: "partition-1", kind: "structure", file: null });
  expect(asked).toEqual(["partition-1", "partition-1"]);
});

it("keeps what the first volume says where none owns the byte", async () => {
  const { at } = ownersOf({ partition: null, disk: fileSystem(OLD) });
  expect(await at(SIZE - 1)).toMatchObject({
    volume: "partition-1",
    kind: "none",
    words: "in Partition 1, whose files are not read",
  });
});
