import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { unpack } from "../../e2e/support/corpus.ts";
import { requireTool } from "../../e2e/support/needs.ts";
import { qemuCheck, qemuImg, qemuIo, withFolder } from "../../e2e/support/qemu.ts";
import { loadCrc32c } from "../../workers/bytes/crc32c.ts";
import { MIB, roundDown } from "../../workers/shared/numbers.ts";
import { MemoryStore } from "../../workers/store/memory-store.ts";
import { diskPieces, unreadableRuns } from "../../workers/engine/exports/pieces/disk-pieces.ts";
import { layerFile } from "../../workers/engine/exports/pieces/layer-file.ts";
import { UNATTENDED } from "../../workers/engine/jobs/jobs.ts";
import { concatenated } from "../../workers/testing/engine/read-pieces.ts";
import { sizeText } from "../../workers/shared/text.ts";
import { verdictOf } from "../../workers/engine/report/verdict.ts";
import { findingsAfter, openForRepair, repairAsRecommended, saveEdited } from "./repairing.ts";

beforeAll(loadCrc32c);

/** The whole disk, with zeros where it can't be read. */
async function rawOf(bytes: Uint8Array<ArrayBuffer>) {
  const original = new MemoryStore(bytes.slice());
  const repairing = await openForRepair(original);
  const { image } = repairing;
  const disk = image.disk(image.best);
  const raw = await concatenated(diskPieces(disk, [layerFile(original)], 0, disk.size, "unreadable"));
  return { ...repairing, disk, raw, lost: await unreadableRuns(disk, UNATTENDED) };
}

const QUARTERS = [0.25, 0.5, 0.75];

/** A cut at a multiple of 1 MiB, where blocks begin, and one inside a sector. */
const cuts = (size: number) =>
  QUARTERS.flatMap((part) => [roundDown(size * part, MIB), roundDown(size * part, MIB) + 4321]);

/** Makes a disk with QEMU and writes a pattern all over it. */
async function qemuDisk(folder: string, options: string): Promise<Uint8Array<ArrayBuffer>> {
  const image = `${folder}/made.vhdx`;
  await qemuImg("create", "-f", "vhdx", "-o", options, image, "24M");
  const written = Array.from({ length: 6 }, (_, nth) => `write -P ${nth + 1} ${nth * 4}M 3M`);
  expect((await qemuIo(image, written)).status).toBe(0);
  return new Uint8Array(readFileSync(image));
}

const SOURCES: readonly (readonly [string, (folder: string) => Promise<Uint8Array<ArrayBuffer>>])[] = [
  ["a dynamic disk by QEMU", (folder) => qemuDisk(folder, "subformat=dynamic,block_size=1048576")],
  ["a disk by QEMU in large blocks", (folder) => qemuDisk(folder, "subformat=dynamic,block_size=8388608")],
  ["a fixed disk by QEMU", (folder) => qemuDisk(folder, "subformat=fixed,block_size=1048576")],
  ["a forged one", async () => new Uint8Array(readFileSync(await unpack("clean-dynamic.vhdx")))],
  ["one by Windows", async () => new Uint8Array(readFileSync(await unpack("velociraptor-test.vhdx")))],
];

describe.each(SOURCES)("%s", (_name, make) => {
  it("that was cut off opens, says what is lost, exports the rest, and is repaired", async (test) => {
    requireTool(test, "corpus", "qemu-img", "qemu-io");
    await withFolder(async (folder) => {
      const bytes = await make(folder);
      const whole = await rawOf(bytes);
      expect(whole.lost).toEqual([]);
      for (const cut of cuts(bytes.length)) {
        const said = `cut at ${cut} of ${bytes.length}`;
        const opened = await openForRepair(new MemoryStore(bytes.slice(0, cut)));
        if (opened.image.best.structures.disk === null) {
          expect(verdictOf(opened.image).sentence, `when ${said}`).toContain(
            "The size of the disk was in the missing part.",
          );
          continue;
        }
        const part = await rawOf(bytes.slice(0, cut));
        const lostBytes = part.lost.reduce((sum, { start, end }) => sum + end - start, 0);
        const gone = part.lost.some(({ end }) => end > 0);
        const { sentence } = verdictOf(part.image);
        const isNamed =
          lostBytes === part.disk.size || sentence.includes(`${sizeText(lostBytes)} can't be read`);
        expect(isNamed, `when ${said}`).toBe(gone);
        expect(sentence.includes("can't be read"), `when ${said}`).toBe(gone);
        const listed = part.image.best.bat?.unreadable;
        expect(listed?.bytes, `when ${said}`).toBe(lostBytes);
        expect(
          listed?.ranges.map(({ offset, length }) => ({ start: offset, end: offset + length })),
          `when ${said}`,
        ).toEqual(part.lost);
        // A run of blocks is one finding and one range; the block in which the file ends may be one more.
        const errors = part.image.findings(part.image.best).filter(({ severity }) => severity === "error");
        expect(errors.length, `when ${said}`).toBeLessThanOrEqual(part.lost.length + 2);

        const expected = whole.raw.slice();
        for (const { start, end } of part.lost) expected.fill(0, start, end);
        expect(Buffer.compare(part.raw, expected), `when ${said}`).toBe(0);

        if (lostBytes === 0 || lostBytes === part.disk.size) continue;
        repairAsRecommended(part);
        const left = await findingsAfter(part);
        expect(
          left.map(({ code }) => code),
          `when ${said}`,
        ).toEqual(["edit-lost-data"]);
        expect(left[0]?.message, `when ${said}`).toContain(`${sizeText(lostBytes)} in `);
        const { edited } = part.edits;
        const repaired = edited.disk(edited.best);
        expect(Buffer.compare(await repaired.readBulk(0, repaired.size), expected), `when ${said}`).toBe(0);
        const copy = `${folder}/repaired.vhdx`;
        saveEdited(part, copy);
        expect((await qemuCheck(copy)).status, `when ${said}`).toBe(0);
      }
    });
  });
});
