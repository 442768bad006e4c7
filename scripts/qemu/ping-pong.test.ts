import { closeSync, ftruncateSync, openSync, writeSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { requireTool } from "../../e2e/support/needs.ts";
import { qemuImg, qemuIo, withFolder } from "../../e2e/support/qemu.ts";
import { loadCrc32c } from "../../workers/bytes/crc32c.ts";
import { MIB } from "../../workers/shared/numbers.ts";
import { runSteps } from "../../workers/bytes/steps.ts";
import { Random } from "../../workers/testing/store/conformance/random.ts";
import { createImage } from "../../workers/vhdx/write/create.ts";
import { qemuDefaults } from "../../workers/vhdx/write/create-options.ts";
import { NodeWritableStore } from "../node-writable-store.ts";
import { compare, complaints, convertToRaw, edit } from "./engine.ts";

beforeAll(loadCrc32c);

const WRITES = 200;
/** Number of writes by one side before the other side writes. */
const TURN = 1;

interface Write {
  readonly offset: number;
  readonly length: number;
  readonly value: number;
}

/** Runs of any length at and around the edges of blocks, aligned to sectors, as qemu-io requires. */
function randomWrites(random: Random, size: number, blockSize: number): Write[] {
  return Array.from({ length: WRITES }, () => {
    const near = random.below(Math.floor(size / blockSize)) * blockSize;
    const around = random.below(2) === 0 ? near - 4096 + random.below(16) * 512 : random.below(size);
    const offset = Math.max(0, Math.min(size - 512, Math.floor(around / 512) * 512));
    const most = random.below(5) === 0 ? Math.min(3 * blockSize, 5 * MIB) : 64 * 1024;
    const length = Math.min(size - offset, 512 * (1 + random.below(most / 512)));
    return { offset, length, value: 1 + random.below(255) };
  });
}

/** Who makes the image. */
const MAKERS = ["qemu-img", "Platter"] as const;
const CASES = (["dynamic", "fixed"] as const).flatMap((type) =>
  [1, 2, 32].map((blockMib, nth) => ({ type, blockMib, maker: MAKERS[nth % 2] ?? "Platter" })),
);

describe(`${WRITES} random writes, qemu-io and our engine in turns`, () => {
  it.for(CASES)("$type, blocks of $blockMib MiB, made by $maker", async ({ type, blockMib, maker }, test) => {
    requireTool(test, "qemu-img", "qemu-io");
    const blockSize = blockMib * MIB;
    const size = Math.max(21 * MIB, 3 * blockSize + 5 * MIB);
    const seed = blockMib + (type === "fixed" ? 100 : 0);
    const writes = randomWrites(new Random(seed), size, blockSize);
    await withFolder(async (folder) => {
      const image = `${folder}/disk.vhdx`;
      if (maker === "qemu-img") {
        const options = `block_size=${blockSize},subformat=${type}`;
        await qemuImg("create", "-q", "-f", "vhdx", "-o", options, image, `${size}`);
      } else {
        const store = new NodeWritableStore(image, "create", false);
        runSteps(createImage(store, { ...qemuDefaults(size), type, blockSize }));
        store.close();
      }
      const model = openSync(`${folder}/model.raw`, "w");
      ftruncateSync(model, size);
      for (let first = 0; first < writes.length; first += TURN) {
        const turn = writes.slice(first, first + TURN);
        for (const { offset, length, value } of turn)
          writeSync(model, new Uint8Array(length).fill(value), 0, length, offset);
        if ((first / TURN) % 2 === 0) {
          const commands = turn.map(({ offset, length, value }) => `write -P ${value} ${offset} ${length}`);
          const { status, stdout, stderr } = await qemuIo(image, commands);
          expect([status, stdout + stderr]).toEqual([0, expect.not.stringContaining("failed")]);
        } else {
          edit(image, (writer) => {
            for (const { offset, length, value } of turn)
              writer.write(offset, new Uint8Array(length).fill(value));
          });
        }
      }
      closeSync(model);
      expect(await compare(`${folder}/model.raw`, image)).toBe("Images are identical.");
      convertToRaw(image, `${folder}/ours.raw`);
      expect(await compare(`${folder}/ours.raw`, image)).toBe("Images are identical.");
      expect(await complaints(image)).toEqual([]);
    });
  });
});
