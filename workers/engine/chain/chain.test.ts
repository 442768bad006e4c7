import { beforeAll, describe, expect, it } from "vitest";
import type { EditAction, RelinkChange } from "../../api/index.ts";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { KIB, MIB } from "../../shared/numbers.ts";
import { runSteps } from "../../bytes/steps.ts";
import { CachedStore } from "../../store/cached-store.ts";
import { MemoryStore } from "../../store/memory-store.ts";
import { HEADER_OFFSETS } from "../../vhdx/headers/header-section.ts";
import { CHILD, PARENT_GUID } from "../../testing/malformed/catalogue/case.ts";
import { ImageBuilder } from "../../testing/vhdx/image-builder.ts";
import { createImage } from "../../vhdx/write/create.ts";
import { DiskWriter } from "../../vhdx/write/disk-writer.ts";
import { Edits } from "../edits/edits.ts";
import { checkRelink } from "../edits/relink.ts";
import { UNATTENDED } from "../jobs/jobs.ts";
import { OpenedImage } from "../image/opened-image.ts";
import { viewContext } from "../views/context.ts";
import { compare } from "../views/compare/compare.ts";
import { diskBytes } from "../views/bytes/disk-bytes.ts";
import { childDefaults, childProblem, createChild } from "./child.ts";
import { forestOf } from "./forest.ts";
import { linkImages } from "./link-images.ts";
import { diskBelow } from "../image/lineage.ts";
import type { OpenLink } from "../image/opened-image.ts";
import { ownerMap, ownerRuns } from "./owners.ts";

beforeAll(loadCrc32c);

const SIZE = 8 * MIB;
const ORIGINAL = { name: "original", upTo: null } as const;
type Link = OpenLink & { readonly file: MemoryStore };

const filled = (value: number, length: number) => new Uint8Array(length).fill(value);

function reopen(name: string, file: MemoryStore): Link {
  return { id: name, name, file, image: new OpenedImage(new CachedStore(file)) };
}

function base(fill: (writer: DiskWriter) => void, leaveDirty = false): Link {
  const file = new MemoryStore();
  const sizes = { size: SIZE, blockSize: MIB, logicalSectorSize: 512, physicalSectorSize: 512, logSize: MIB };
  runSteps(createImage(file, { type: "dynamic", ...sizes, blockState: 0, creator: "test" }));
  const writer = new DiskWriter(file);
  fill(writer);
  if (!leaveDirty) writer.close();
  return reopen("base.vhdx", file);
}

function childOf(parent: Link, name: string, fill: (writer: DiskWriter) => void): Link {
  const file = new MemoryStore();
  runSteps(createChild(file, parent.image, childDefaults(parent.image, parent.name)));
  const empty = reopen(name, file);
  linkImages([parent, empty]);
  const writer = new DiskWriter(file, undefined, diskBelow(empty.image, empty.image.best));
  fill(writer);
  writer.close();
  return reopen(name, file);
}

/** A base of ones, a child with twos at 3 MiB and a hole at 4 MiB. */
function pair() {
  const parent = base((writer) => writer.write(0, filled(1, SIZE)));
  const child = childOf(parent, "child.avhdx", (writer) => {
    writer.write(3 * MIB + KIB, filled(2, 4 * KIB));
    writer.zero(4 * MIB, 2 * MIB);
  });
  linkImages([parent, child]);
  return { parent, child };
}

function bytesAt({ image }: Link, offset: number): number {
  const bytes = new Uint8Array(1);
  image.disk(image.best).read(offset, bytes);
  return bytes[0] ?? -1;
}

describe("a chain", () => {
  it("names the owner of each run, and counts bytes by owner", async () => {
    const { parent, child } = pair();
    const disk = child.image.disk(child.image.best);
    expect(ownerRuns(disk, 2 * MIB, 4 * MIB)).toEqual({
      runs: [
        { offset: 2 * MIB, length: MIB + KIB, link: 1, kind: "data" },
        { offset: 3 * MIB + KIB, length: 4 * KIB, link: 0, kind: "data" },
        { offset: 3 * MIB + 5 * KIB, length: MIB - 5 * KIB, link: 1, kind: "data" },
        { offset: 4 * MIB, length: 2 * MIB, link: 0, kind: "zero" },
      ],
      end: 6 * MIB,
    });
    const { geometry } = child.image.best.structures;
    if (geometry === null) throw new Error("no geometry");
    const place = { firstBlock: 0, blocksPerCell: 2, cells: 9 };
    const map = await ownerMap({ ...child, id: "child" }, disk, geometry, place, UNATTENDED);
    expect(map.links.map(({ name }) => name)).toEqual(["child.avhdx", "base.vhdx"]);
    expect([...map.bytes]).toEqual([4 * KIB, 4 * MIB - 4 * KIB, 0, 0, 0, 0, 2 * MIB, 2 * MIB, 0, 0]);
    const { extents } = diskBytes(viewContext(child.image, child.image.best), disk, 2 * MIB, MIB);
    expect(extents[0]?.owner).toEqual({
      link: 1,
      id: parent.id,
      name: "base.vhdx",
      block: 2,
      batIndex: 2,
      state: "FULLY_PRESENT",
    });
  });

  it("says what the child changed", () => {
    const { child } = pair();
    const { image } = child;
    const found = compare((ref) => viewContext(image, image.layer(ref)), {
      kind: "ancestor",
      layer: ORIGINAL,
      link: 1,
    });
    expect(found.space).toBe("disk");
    expect([found.titleA, found.titleB]).toEqual(["base.vhdx", "Original"]);
    expect(found.differences.map(({ offsetA, length }) => [offsetA, length])).toEqual([
      [3 * MIB + KIB, 4 * KIB],
      [4 * MIB, 2 * MIB],
    ]);
    expect(found.differences[0]).toMatchObject({ bytesA: "01".repeat(32), bytesB: "02".repeat(32) });
  });

  it("reads as zeros from where a smaller parent ends, wherever reading begins", () => {
    const parent = new ImageBuilder({ virtualSize: 3 * MIB });
    parent.setHeaders({ dataWriteGuid: PARENT_GUID, fileWriteGuid: PARENT_GUID });
    parent.place(2, parent.data / MIB);
    parent.fill(parent.data, MIB, 1);
    const grown = new ImageBuilder({ ...CHILD, virtualSize: 8 * MIB });
    grown.place(6, grown.data / MIB);
    grown.fill(grown.data, MIB, 2);
    const child = reopen("child.vhdx", grown.store);
    linkImages([child, reopen("parent.vhdx", parent.store)]);
    const { image } = child;
    const offsets = [2, 3, 4, 6, 7].map((block) => block * MIB + 700);
    expect(offsets.map((offset) => bytesAt(child, offset))).toEqual([1, 0, 0, 2, 0]);
    expect(ownerRuns(image.disk(image.best), 4 * MIB, MIB).runs).toEqual([
      { offset: 4 * MIB, length: MIB, link: 1, kind: "zero" },
    ]);
    const request = { kind: "ancestor", layer: ORIGINAL, link: 1 } as const;
    const { differences } = compare((ref) => viewContext(image, image.layer(ref)), request);
    expect(differences.map(({ offsetA, length }) => [offsetA, length])).toEqual([
      [6 * MIB, MIB],
      [3 * MIB, 5 * MIB],
    ]);
  });

  it("is a forest of nodes with match marks, and takes the parent when it comes", () => {
    const { parent, child } = pair();
    linkImages([child]);
    expect(child.image.outcome).toBe("needs-parent");
    const alone = forestOf([child]);
    expect(alone.missing).toEqual([{ child: "child.avhdx", name: "base.vhdx" }]);
    linkImages([child, parent]);
    const forest = forestOf([child, parent]);
    expect(child.image.outcome).toBe("opens");
    expect([forest.roots, forest.leaves, forest.missing]).toEqual([["base.vhdx"], ["child.avhdx"], []]);
    expect(forest.nodes[0]?.parent).toMatchObject({
      id: "base.vhdx",
      chosen: "match",
      readable: true,
      match: { linkage: true, linkage2: false, names: ["relative_path"], diskId: true },
    });
    linkImages([child, parent], new Map([["child.avhdx", null]]));
    expect(child.image.outcome).toBe("needs-parent");
    expect(forestOf([child, parent]).nodes[0]?.parent?.unlinked).toBe(true);
  });

  it("replays a dirty parent below a clean child, in its own overlay", () => {
    const parent = base((writer) => {
      writer.write(0, filled(1, MIB));
      writer.flush();
    }, true);
    const child = childOf(parent, "child.avhdx", (writer) => writer.write(MIB, filled(2, 512)));
    linkImages([parent, child]);
    expect(child.image.outcome).toBe("needs-replay");
    expect(child.image.best.name).toBe("replayed");
    expect([bytesAt(child, 0), bytesAt(child, MIB)]).toEqual([1, 2]);
  });

  it.each([
    // The file is known by its other parts, so the parent's replay can be seen.
    ["the signature", [0], true],
    ["both headers", HEADER_OFFSETS, false],
  ] as const)("opens a child whose own start is damaged over a dirty parent: %s", (_, places, replayed) => {
    const parent = base((writer) => {
      writer.write(0, filled(1, MIB));
      writer.flush();
    }, true);
    const { file } = childOf(parent, "child.avhdx", () => {});
    for (const offset of places) file.write(offset, filled(0, 8));
    const child = reopen("child.avhdx", file);
    linkImages([parent, child]);
    expect(child.image.best === child.image.own).toBe(!replayed);
    expect(child.image.outcome).toBe("unreadable");
    expect(child.image.layerStates().replayed.available).toBe(replayed);
  });

  it("does not read through a damaged parent, and says so", () => {
    const { parent, child } = pair();
    const { bat } = parent.image.best.structures;
    parent.file.write((bat?.offset ?? 0) + 8, filled(0xff, 8));
    const broken = reopen("base.vhdx", parent.file);
    linkImages([child, broken]);
    expect(child.image.outcome).toBe("damaged");
    expect(child.image.findings(child.image.best).map(({ code }) => code)).toContain("parent-damaged");
    expect(() => bytesAt(child, MIB)).toThrow(/PARTIALLY_PRESENT/);
    expect(bytesAt(child, 0)).toBe(1);
  });
});

describe("the Edited layer of a child", () => {
  const write = (offset: number, value: number, length: number): EditAction => ({
    kind: "write",
    space: "disk",
    offset,
    bytes: filled(value, length),
  });

  it("writes over what the parent has, and takes it back", () => {
    const { parent, child } = pair();
    const edits = new Edits(child.image);
    edits.apply(write(100, 7, 3));
    const seen = () => {
      const bytes = new Uint8Array(5);
      edits.edited.disk(edits.edited.own).read(99, bytes);
      return [...bytes];
    };
    expect(seen()).toEqual([1, 7, 7, 7, 1]);
    edits.apply({ kind: "zero", offset: 100, length: 1 });
    expect(seen()).toEqual([1, 0, 7, 7, 1]);
    edits.undo();
    expect(seen()).toEqual([1, 7, 7, 7, 1]);
    expect(edits.edited.outcome).toBe("opens");
    linkImages([child]);
    expect(() => edits.undo() ?? edits.apply(write(0, 1, 1))).toThrow(/without its parent/);
    linkImages([child, parent]);
  });

  it("is refused without the parent", () => {
    const { child } = pair();
    linkImages([child]);
    expect(() => new Edits(child.image).apply(write(0, 1, 1))).toThrow(/can't be written without its parent/);
  });

  it("relinks: longer paths, another GUID, undone again", () => {
    const { parent, child } = pair();
    const writer = new DiskWriter(parent.file);
    writer.write(0, filled(9, 512));
    writer.close();
    const later = reopen("base.vhdx", parent.file);
    linkImages([child, later]);
    expect(child.image.outcome).toBe("unreadable");
    const change: RelinkChange = {
      linkage: later.image.headers.active?.values.dataWriteGuid ?? "",
      paths: { relative_path: `..\\${"far".repeat(200)}\\base.vhdx`, absolute_win32_path: "D:\\base.vhdx" },
      dropLinkage2: false,
    };
    const edits = new Edits(child.image);
    const check = checkRelink(child.image.best.structures, change);
    expect(check).toMatchObject({ refused: null, risk: expect.stringContaining("mixes old and new data") });
    edits.apply({ kind: "relink", change });
    const { edited } = edits;
    expect(edited.outcome).toBe("opens");
    expect(edited.best.structures.facts.parent?.values["absolute_win32_path"]).toBe("D:\\base.vhdx");
    expect(edited.headers.active?.values.dataWriteGuid).toBe(
      child.image.headers.active?.values.dataWriteGuid,
    );
    expect(edits.list().done[0]?.sentence).toMatch(/^Relinked the parent: parent_linkage \{/);
    edits.undo();
    expect(edits.edited.outcome).toBe("unreadable");
    const path = { linkage: null, paths: { relative_path: ".\\moved.vhdx" }, dropLinkage2: false };
    expect(checkRelink(child.image.best.structures, path).risk).toBeNull();
    expect(
      checkRelink(child.image.best.structures, { ...path, paths: { relative_path: null } }).refused,
    ).toMatch(/at least one path/);
    expect(checkRelink(child.image.best.structures, { ...path, linkage: "x" }).refused).toMatch(
      /takes a GUID/,
    );
    expect(checkRelink(later.image.best.structures, path).refused).toMatch(/not a differencing disk/);
  });
});

describe("a new child", () => {
  it("says what is wrong with its options", () => {
    const { parent } = pair();
    const options = childDefaults(parent.image, parent.name);
    expect(childProblem(parent.image, options)).toBeNull();
    expect(childProblem(parent.image, { ...options, relativePath: "" })).toMatch(/path/);
    expect(childProblem(parent.image, { ...options, blockSize: 3 * MIB })).toMatch(/block size/);
  });
});
