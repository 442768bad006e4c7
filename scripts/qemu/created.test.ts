import { closeSync, ftruncateSync, openSync, writeSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { FULL } from "../../e2e/support/full.ts";
import { requireTool } from "../../e2e/support/needs.ts";
import { qemuImg, qemuInfo, qemuIo, tool, withFolder } from "../../e2e/support/qemu.ts";
import { loadCrc32c } from "../../workers/bytes/crc32c.ts";
import { GIB, KIB, MIB, TIB } from "../../workers/shared/numbers.ts";
import { runSteps } from "../../workers/bytes/steps.ts";
import { NOT_PRESENT, ZERO } from "../../workers/shared/bat-states.ts";
import { openAfterCrash } from "../../workers/testing/vhdx/judge.ts";
import { createImage } from "../../workers/vhdx/write/create.ts";
import { type CreateOptions, hyperVDefaults, qemuDefaults } from "../../workers/vhdx/write/create-options.ts";
import { NodeWritableStore } from "../node-writable-store.ts";
import { compare, complaints, edit, ourFindings, withStore } from "./engine.ts";

beforeAll(loadCrc32c);

const options = (size: number, more: Partial<CreateOptions> = {}): CreateOptions => ({
  ...qemuDefaults(size),
  ...more,
});

/** The limits of every field, and the two presets. */
const TABLE: readonly CreateOptions[] = [
  options(MIB, { blockSize: MIB }),
  options(512, { blockSize: 256 * MIB }),
  options(MIB, { type: "fixed", blockSize: MIB }),
  options(65 * MIB, { type: "fixed", blockSize: 8 * MIB, physicalSectorSize: 4096 }),
  options(65 * MIB + 512, { blockSize: 4 * MIB, blockState: NOT_PRESENT, creator: "" }),
  options(9 * GIB, { type: "fixed", blockSize: 256 * MIB, logSize: 4 * MIB }),
  options(5 * GIB + 300 * KIB, { blockSize: MIB, logSize: 2 * MIB, creator: "x".repeat(256) }),
  options(GIB, { logSize: 256 * MIB, blockState: NOT_PRESENT }),
  options(64 * TIB, { blockSize: 256 * MIB }),
  // Its BAT has 513 MiB, which QEMU reads twice.
  ...(FULL ? [options(64 * TIB, { blockSize: MIB, blockState: NOT_PRESENT })] : []),
  hyperVDefaults(127 * GIB),
  qemuDefaults(33 * TIB),
  options(40 * GIB, { logicalSectorSize: 4096, physicalSectorSize: 4096 }),
  options(64 * MIB, { type: "fixed", logicalSectorSize: 4096, physicalSectorSize: 4096, blockSize: 2 * MIB }),
];

/** A larger disk is not read as a whole: qemu-img takes minutes for a few GiB of a disk in which it finds no holes. */
const READ_WHOLE = 128 * MIB;
const words = ({ type, size, blockSize, logSize, logicalSectorSize, blockState }: CreateOptions) =>
  `${type}, ${size} bytes, blocks of ${blockSize / MIB} MiB, log of ${logSize / MIB} MiB, sectors of ${logicalSectorSize}, state ${blockState}`;

function create(image: string, wanted: CreateOptions): void {
  const store = new NodeWritableStore(image, "create", false);
  runSteps(createImage(store, wanted));
  store.close();
}

describe("a new image", () => {
  it.for(TABLE.map((wanted) => ({ wanted, name: words(wanted) })))("$name", async ({ wanted }, test) => {
    requireTool(test, "qemu-img", "qemu-io", "vhdiinfo");
    await withFolder(async (folder) => {
      const image = `${folder}/new.vhdx`;
      create(image, wanted);
      const facts = withStore(image, (store) => {
        expect(ourFindings(store)).toEqual([]);
        return openAfterCrash(store).structures.facts;
      });
      const { type, size, blockSize, logicalSectorSize, physicalSectorSize } = wanted;
      expect(facts).toMatchObject({
        type,
        virtualSize: size,
        blockSize,
        logicalSectorSize,
        physicalSectorSize,
      });

      const vhdi = await tool("vhdiinfo", [image]);
      const said = (label: string) => new RegExp(`${label}\\s*: (.*)`).exec(vhdi.stdout)?.[1] ?? "";
      expect(said("Disk type")).toBe(type === "fixed" ? "Fixed" : "Dynamic");
      expect(said("Media size")).toMatch(new RegExp(`(^|\\()${size} bytes`));
      expect(said("Bytes per sector")).toBe(`${logicalSectorSize} bytes`);

      if (logicalSectorSize === 4096) {
        // QEMU has no 4096-byte sectors.
        const { status, stderr } = await tool("qemu-img", ["info", image]);
        expect([status, stderr]).toEqual([1, expect.stringContaining("Operation not supported")]);
        return;
      }
      expect(await qemuInfo(image)).toMatchObject({
        format: "vhdx",
        "virtual-size": size,
        "cluster-size": blockSize,
        "dirty-flag": false,
      });
      expect(await complaints(image)).toEqual([]);
      // The first bytes, the last ones, and those around the end of the first chunk of 4 GiB.
      const bytes = new Uint8Array(512).fill(0xa5);
      const places = [0, size - 512, ...(size > 4 * GIB + 512 ? [4 * GIB - 512, 4 * GIB] : [])];
      edit(image, (writer) => {
        for (const at of places) writer.write(at, bytes);
      });
      const reads = places.map((at) => `read -P 0xa5 ${at} 512`);
      const { status, stdout } = await qemuIo(image, reads, true);
      expect([status, stdout]).toEqual([0, expect.not.stringContaining("failed")]);
      expect(await complaints(image)).toEqual([]);
      if (size > READ_WHOLE) return;
      const model = openSync(`${folder}/model.raw`, "w");
      ftruncateSync(model, size);
      for (const at of places) writeSync(model, bytes, 0, bytes.length, at);
      closeSync(model);
      expect(await compare(`${folder}/model.raw`, image)).toBe("Images are identical.");
      await qemuImg("convert", "-f", "vhdx", "-O", "raw", image, `${folder}/converted.raw`);
      const { stdout: difference } = await tool("cmp", [`${folder}/model.raw`, `${folder}/converted.raw`]);
      expect(difference).toBe("");
    });
  });
});

describe("presets", () => {
  it.for([MIB, GIB, GIB + 512, 100 * GIB, 100 * GIB + 512, 32 * TIB, 32 * TIB + 512, 64 * TIB])(
    "qemu-img chooses the same block size for %i bytes",
    async (size, test) => {
      requireTool(test, "qemu-img");
      await withFolder(async (folder) => {
        const image = `${folder}/qemu.vhdx`;
        await qemuImg("create", "-q", "-f", "vhdx", image, `${size}`);
        const { headers, structures } = withStore(image, (store) => openAfterCrash(store));
        const { blockSize, logSize, physicalSectorSize, blockState } = qemuDefaults(size);
        expect(structures.facts).toMatchObject({ blockSize, physicalSectorSize });
        expect(headers.log?.length).toBe(logSize);
        expect(blockState).toBe(ZERO);
      });
    },
  );
});
