import { beforeAll, describe, expect, it } from "vitest";
import { unpack } from "../../e2e/support/corpus.ts";
import { requireTool } from "../../e2e/support/needs.ts";
import { copyImage, qemuIo, withFolder } from "../../e2e/support/qemu.ts";
import { loadCrc32c } from "../../workers/bytes/crc32c.ts";
import { MIB } from "../../workers/shared/numbers.ts";
import { openAfterCrash } from "../../workers/testing/vhdx/judge.ts";
import { compare, complaints, convertToRaw, edit, withStore } from "./engine.ts";

beforeAll(loadCrc32c);

/** The patterns that QEMU's test 064 reads of its dynamic sample image after it wrote 0xc3 over 99-157 MiB. */
const PATTERNS: readonly (readonly [number, number, number])[] = [
  [0xa5, 0, 33],
  [0x96, 33, 33],
  [0x00, 66, 33],
  [0xc3, 99, 58],
  [0x00, 157, 867],
];

const WRITE = new Uint8Array(58 * MIB).fill(0xc3);

/** Patterns that our engine does not find in their places. */
function missing(image: string): string[] {
  return withStore(image, (store) => {
    const { disk } = openAfterCrash(store).structures;
    const bytes = new Uint8Array(MIB);
    return PATTERNS.filter(([value, from, length]) => {
      const expected = new Uint8Array(MIB).fill(value);
      for (let mib = from; mib < from + length; mib++) {
        disk?.read(mib * MIB, bytes);
        if (Buffer.compare(bytes, expected) !== 0) return true;
      }
      return false;
    }).map(([value, from]) => `0x${value.toString(16)} at ${from} MiB`);
  });
}

describe("QEMU's write test on its dynamic sample image", () => {
  it("passes on what our engine wrote, as QEMU reads it", async (test) => {
    requireTool(test, "corpus", "qemu-img", "qemu-io");
    await withFolder(async (folder) => {
      const image = await copyImage(await unpack("iotest-dynamic-1G.vhdx"), folder);
      edit(image, (writer) => writer.write(99 * MIB, WRITE));
      for (const [value, from, length] of PATTERNS) {
        const { stdout } = await qemuIo(image, [`read -P ${value} ${from}M ${length}M`], true);
        expect(stdout).toContain(`read ${length * MIB}/${length * MIB} bytes at offset ${from * MIB}`);
        expect(stdout).not.toContain("Pattern verification failed");
      }
      expect(await complaints(image)).toEqual([]);
      // The two blocks that had no storage, 3 and 4, lie at the end: 100 MiB + 2 blocks of 32 MiB.
      expect(withStore(image, (store) => store.size)).toBe(164 * MIB);
    });
  });

  it("passes on what QEMU wrote, as our engine reads it", async (test) => {
    requireTool(test, "corpus", "qemu-img", "qemu-io");
    await withFolder(async (folder) => {
      const image = await copyImage(await unpack("iotest-dynamic-1G.vhdx"), folder);
      expect(missing(image)).toEqual(["0xc3 at 99 MiB"]);
      const { status } = await qemuIo(image, ["write -P 0xc3 99M 58M"]);
      expect(status).toBe(0);
      expect(missing(image)).toEqual([]);
      expect(await complaints(image)).toEqual([]);
      convertToRaw(image, `${folder}/ours.raw`);
      expect(await compare(`${folder}/ours.raw`, image)).toBe("Images are identical.");
    });
  });
});
