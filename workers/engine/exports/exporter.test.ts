import { beforeAll, describe, expect, it } from "vitest";
import type { EditAction, ExportKind } from "../../api/index.ts";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { GIB, MIB, TIB } from "../../shared/numbers.ts";
import { encode } from "../../bytes/struct.ts";
import { runSteps } from "../../bytes/steps.ts";
import { CachedStore } from "../../store/cached-store.ts";
import { MemoryStore } from "../../store/memory-store.ts";
import { MeteredStore } from "../../store/metered-store.ts";
import type { ReadableStore } from "../../store/store.ts";
import { batEntry } from "../../vhdx/structs/bat-entry.ts";
import { LOG_SECTOR } from "../../shared/geometry.ts";
import { ImageBuilder, LOG_GUID } from "../../testing/vhdx/image-builder.ts";
import { createImage } from "../../vhdx/write/create.ts";
import { Edits } from "../edits/edits.ts";
import { UNATTENDED } from "../jobs/jobs.ts";
import { OpenedImage } from "../image/opened-image.ts";
import type { OpenFile } from "../image/open-source.ts";
import { Exporter } from "./exporter.ts";

beforeAll(loadCrc32c);

const WRITE: EditAction = { kind: "write", space: "disk", offset: 0, bytes: new Uint8Array(512).fill(7) };

function open(store: ReadableStore): OpenFile {
  const metered = new MeteredStore(store);
  const image = new OpenedImage(new CachedStore(metered));
  const source = { kind: "file", file: new File([], "disk.vhdx") } as const;
  const unchanged = {
    kept: [],
    keepProblem: null,
    notes: { bookmarks: [], digests: null },
    notesLost: null,
    notesProblem: null,
    working: null,
  };
  return {
    ...{ source, name: "disk.vhdx", lastModified: 0, file: store, metered, image },
    ...{ edits: new Edits(image), ...unchanged },
  };
}

function dynamic(size: number): OpenFile {
  const store = new MemoryStore();
  const sectors = { logicalSectorSize: 512, physicalSectorSize: 512 } as const;
  const rest = { blockSize: 32 * MIB, logSize: MIB, blockState: 0, creator: "test" } as const;
  runSteps(createImage(store, { type: "dynamic", size, ...sectors, ...rest }));
  return open(store);
}

/** A disk that crashed after it had journaled the place of its first block. */
function crashed(): OpenFile {
  const image = new ImageBuilder();
  image.fill(10 * MIB, MIB, 0x55);
  image.setHeaders({ logGuid: LOG_GUID });
  const sector = new Uint8Array(LOG_SECTOR);
  sector.set(encode(batEntry, { state: 6, fileOffsetMb: 10 }));
  image.addLogEntry(0, { sequenceNumber: 5n, writes: [{ fileOffset: 3 * MIB, sector }] });
  return open(image.store);
}

function plan(file: OpenFile, layer: "original" | "edited", kind: ExportKind) {
  const context =
    layer === "edited"
      ? { image: file.edits.edited, layer: file.edits.edited.own }
      : { image: file.image, layer: file.image.layer({ name: "original", upTo: null }) };
  const noReport = () => {
    throw new Error("a plan needs no report");
  };
  return new Exporter(file, context, noReport).plan(kind, UNATTENDED);
}

describe("a raw image that is too large", () => {
  it("sends to the packed one, to what else the layer has, and to nothing else", async () => {
    const file = dynamic(TIB);
    expect(await plan(file, "original", "raw")).toMatchObject({
      available: false,
      note:
        'A raw image of 1 TiB is more than a browser can save. Take "Export raw disk, packed", 0 bytes at most; its ' +
        "script makes the raw image. There is also a range of bytes from the Disk screen.",
    });
    file.edits.apply(WRITE);
    expect((await plan(file, "edited", "raw")).note).toContain(
      "There is also the edited copy, the patch or a range of bytes from the Disk screen.",
    );
  });

  it("is offered packed, with what it comes to at most", async () => {
    const file = dynamic(TIB);
    file.edits.apply(WRITE);
    expect(await plan(file, "edited", "raw-packed")).toMatchObject({
      available: true,
      note: null,
      size: null,
      atMost: 32 * MIB,
      fileName: "disk.edited.raw-packed.zip",
    });
  });

  it("is named where it is merely much larger than its data", async () => {
    const better = '"Export raw disk, packed" saves 0 bytes at most';
    expect(await plan(dynamic(64 * GIB), "original", "raw")).toMatchObject({
      available: true,
      note: expect.stringContaining(better),
    });
    expect((await plan(dynamic(GIB), "original", "raw")).note).toBeNull();
  });
});

it("neither is offered where the parent is missing, and both say so", async () => {
  const parent = { parent_linkage: `{${LOG_GUID}}`, relative_path: ".\\parent.vhdx" };
  const image = new ImageBuilder({ type: "differencing", virtualSize: TIB, blockSize: 32 * MIB, parent });
  const file = open(image.store);
  for (const kind of ["raw", "raw-packed"] as const) {
    // oxlint-disable-next-line no-await-in-loop
    const { available, note } = await plan(file, "original", kind);
    expect(available).toBe(false);
    expect(note).toContain("in the parent disk, which is not open");
  }
});

it("the packed disk is told of beforehand where it is too large as well", async () => {
  const image = new ImageBuilder({ virtualSize: TIB, blockSize: 256 * MIB });
  for (let block = 0; block < 2048; block++) image.place(block, 16);
  // All of the block lies inside the file.
  image.store.truncate(16 * MIB + 256 * MIB);
  const file = open(image.store);
  expect(await plan(file, "original", "raw-packed")).toMatchObject({
    available: true,
    atMost: TIB / 2,
    note: "512 GiB are stored. Where more than 256 GiB of them are not zeros, this ends without a file.",
  });
});

describe("what edits bring along", () => {
  it("is the log's replay and the header updates, with their numbers and GUIDs", async () => {
    const file = crashed();
    const before = file.image.headers.active?.values;
    file.edits.apply(WRITE);
    const { active, copies } = file.edits.edited.headers;
    for (const kind of ["edited-copy", "patch"] as const) {
      const { changes } = await plan(file, "edited", kind);
      expect(changes[0]).toBe("The log's 1 entry is applied first.");
      expect(changes[1]).toBe("Wrote 512 bytes at 0x0 of the virtual disk.");
      const headers = changes.slice(2);
      expect(headers).toHaveLength(2);
      for (const { copy, values } of copies)
        expect(headers.filter((line) => line.startsWith(`Header ${copy} `))).toEqual([
          `Header ${copy} is rewritten with sequence number ${values.sequenceNumber}, the new FileWriteGuid ${values.fileWriteGuid}, ` +
            `the new DataWriteGuid ${values.dataWriteGuid} and no log GUID: the log is empty.`,
        ]);
    }
    expect(active?.values.fileWriteGuid).not.toBe(before?.fileWriteGuid);
  });

  it("is nothing where the user changes bytes of the file alone", async () => {
    const file = crashed();
    file.edits.apply({ kind: "write", space: "file", offset: 10 * MIB, bytes: Uint8Array.of(1) });
    expect((await plan(file, "edited", "patch")).changes).toEqual(["Wrote 1 byte at 0xa00000 of the file."]);
  });
});
