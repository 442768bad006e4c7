import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { corpusImages, unpack } from "../../e2e/support/corpus.ts";
import { requireTool, SYSTEM_PYTHON } from "../../e2e/support/needs.ts";
import { tool } from "../../e2e/support/qemu.ts";
import { loadCrc32c } from "../../workers/bytes/crc32c.ts";
import { MIB } from "../../workers/shared/numbers.ts";
import { flattenedPieces } from "../../workers/engine/exports/chain/flatten.ts";
import { filePieces, layerFile } from "../../workers/engine/exports/pieces/layer-file.ts";
import { mergedFile } from "../../workers/engine/exports/chain/merge.ts";
import { parentFiles } from "../../workers/engine/exports/chain/parent-files.ts";
import { UNATTENDED } from "../../workers/engine/jobs/jobs.ts";
import { type MadeChain, randomChain } from "../../workers/testing/engine/random-chain.ts";
import { concatenated } from "../../workers/testing/engine/read-pieces.ts";
import { reportOf } from "../../workers/node/testing.ts";
import { compare, complaints } from "./engine.ts";

let folder = "";
beforeAll(async () => {
  await loadCrc32c();
  folder = mkdtempSync(path.join(tmpdir(), "platter-chain-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function save(name: string, bytes: Uint8Array): string {
  const file = path.join(folder, name);
  writeFileSync(file, bytes);
  return file;
}

async function saveLinks({ links }: MadeChain, stem: string): Promise<string[]> {
  const files: string[] = [];
  for (const { name, file } of links) files.push(save(`${stem}-${name}`, await file.readBulk(0, file.size)));
  return files;
}

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** Reads a child through its parent with libvhdi. */
const READ_WITH_PARENT = `
import hashlib, sys, pyvhdi
parent = pyvhdi.file(); parent.open(sys.argv[1])
child = pyvhdi.file(); child.open(sys.argv[2])
child.set_parent(parent)
digest = hashlib.sha256()
size = child.get_media_size()
for at in range(0, size, 1 << 20):
    digest.update(child.read_buffer_at_offset(min(1 << 20, size - at), at))
print(digest.hexdigest())
`;

/** The output of `vhdiinfo`, by its own labels. */
async function vhdiFacts(file: string): Promise<ReadonlyMap<string, string>> {
  const { stdout } = await tool("vhdiinfo", [file]);
  const rows = stdout.split("\n").map((line) => /^\s*([A-Za-z ]+?)\s*:\s*(.*)$/.exec(line));
  return new Map(rows.flatMap((row) => (row === null ? [] : [[row[1] ?? "", row[2] ?? ""] as const])));
}

describe.each([
  { sectorSize: 512, blockSizes: [MIB, MIB] },
  { sectorSize: 512, blockSizes: [32 * MIB, 2 * MIB] },
  { sectorSize: 512, blockSizes: [2 * MIB, 32 * MIB] },
])("two links with blocks of $blockSizes", ({ sectorSize, blockSizes }) => {
  it("are read by libvhdi as the model says", async (test) => {
    requireTool(test, "pyvhdi");
    const made = randomChain({ size: 40 * MIB, sectorSize, blockSizes, seed: 7, hides: false });
    const files = await saveLinks(made, `two-${blockSizes.join("-")}`);
    const { stdout, stderr } = await tool(SYSTEM_PYTHON, ["-c", READ_WITH_PARENT, ...files]);
    expect([stdout.trim(), stderr]).toEqual([sha256(made.model), ""]);
  });
});

describe("three links", () => {
  it("flattened and merged into the base, are clean in qemu-img and equal to the model", async (test) => {
    requireTool(test, "qemu-img");
    const blockSizes = [2 * MIB, MIB, 8 * MIB];
    const made = randomChain({ size: 40 * MIB, sectorSize: 512, blockSizes, seed: 3, hides: true });
    const raw = save("model.raw", made.model);
    const top = made.links[2];
    const middle = made.links[1];
    if (top === undefined || middle === undefined) throw new Error("the chain is too short");
    const layer = top.image.best;
    const files = [layerFile(top.file), ...parentFiles(top.image, layer)];
    for (const type of ["dynamic", "fixed"] as const) {
      const pieces = await flattenedPieces(top.image.disk(layer), layer, files, type, UNATTENDED);
      const flat = save(`flat-${type}.vhdx`, await concatenated(pieces));
      expect(await complaints(flat)).toEqual([]);
      expect(await compare(raw, flat)).toBe("Images are identical.");
    }
  });

  it("of which the middle one is merged into the base, leave a base that qemu-img reads", async (test) => {
    requireTool(test, "qemu-img");
    const blockSizes = [4 * MIB, MIB];
    const made = randomChain({ size: 40 * MIB, sectorSize: 512, blockSizes, seed: 4, hides: true });
    const child = made.links[1];
    if (child === undefined) throw new Error("the chain is too short");
    const pieces = filePieces(await mergedFile(child.image, child.image.best, UNATTENDED));
    const merged = save("merged.vhdx", await concatenated(pieces));
    expect(await complaints(merged)).toEqual([]);
    expect(await compare(save("merged.raw", made.model), merged)).toBe("Images are identical.");
  });
});

describe("vhdiinfo agrees", () => {
  it("on a child that was made here", async (test) => {
    requireTool(test, "vhdiinfo");
    const blockSizes = [MIB, 2 * MIB];
    const made = randomChain({ size: 40 * MIB, sectorSize: 512, blockSizes, seed: 5, hides: true });
    const files = await saveLinks(made, "info");
    const guids = made.links.map(({ image }) => image.headers.active?.values.dataWriteGuid);
    const facts = await vhdiFacts(files[1] ?? "");
    expect(facts.get("Disk type")).toBe("Differential");
    expect(facts.get("Identifier")).toBe(guids[1]);
    expect(facts.get("Parent identifier")).toBe(guids[0]);
    expect(facts.get("Parent filename")).toBe("D:\\disks\\link-0.vhdx");
  });

  it.for(
    corpusImages()
      .filter(({ type }) => type === "differencing")
      .map(({ file }) => file),
  )("on %s", async (file, test) => {
    requireTool(test, "vhdiinfo");
    const unpacked = await unpack(file);
    const facts = await vhdiFacts(unpacked);
    const { image } = await reportOf(unpacked);
    expect(facts.get("Identifier")).toBe(image.dataWriteGuid);
    expect(`{${facts.get("Parent identifier")}}`).toBe(image.parent?.["parent_linkage"]?.toLowerCase());
    expect(Object.values(image.parent ?? {})).toContain(facts.get("Parent filename"));
  });
});
