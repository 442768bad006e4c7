import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { corpusImage, corpusImages, unpack } from "../../e2e/support/corpus.ts";
import { requireTool } from "../../e2e/support/needs.ts";
import { copyImage, qemuCheck, withFolder } from "../../e2e/support/qemu.ts";
import { loadCrc32c } from "../../workers/bytes/crc32c.ts";
import { KIB, MIB } from "../../workers/shared/numbers.ts";
import { MemoryStore } from "../../workers/store/memory-store.ts";
import { randomGuid } from "../../workers/shared/guid.ts";
import { applyFix } from "../../workers/vhdx/repair/repair-plan.ts";
import { countedGuids, repairByPlan, repairOneByOne } from "../../workers/testing/vhdx/one-by-one.ts";
import { complaints, withStore } from "./engine.ts";
import { offsetMibOf, stateOf } from "../../workers/vhdx/bat/bat-bits.ts";
import { FULLY_PRESENT } from "../../workers/shared/bat-states.ts";
import {
  findingsAfter,
  openForRepair,
  repairAsRecommended,
  type Repairing,
  repairsNow,
  saveEdited,
} from "./repairing.ts";

beforeAll(loadCrc32c);

/** What is offered for each, the recommended one first, and whether that loses nothing. */
const REPAIRABLE: Readonly<Record<string, readonly string[]>> = {
  "header-1-corrupt": ["header-from-copy/1"],
  "headers-both-corrupt": ["header-byte/2"],
  "region-table-1-corrupt": ["region-table-from-copy/1"],
  "log-guid-but-blank": ["log-discard (loss)"],
  "log-no-valid-entry": ["log-discard (loss)"],
  "log-tail-outside": ["log-discard (loss)"],
  "log-flushed-beyond-file": ["log-apply-short (loss)"],
  "metadata-missing-size": ["metadata-virtual-disk-size/137406447616 (loss)"],
  "metadata-block-size-3m": ["metadata-byte/2162690/16"],
  "bat-beyond-file": ["bat-entry-place/56/9 (loss)"],
  "bat-duplicate-offset": ["bat-entry-copy/38"],
  "bat-offset-zero": ["bat-entry-place/26/4 (loss)"],
  "bat-overlaps-metadata": ["bat-entry-place/10/5 (loss)"],
  "bat-partial-in-dynamic": ["bat-entry-present/11"],
  "bat-reserved-bits": ["bat-reserved-bits"],
  "chain-partial-without-bitmap-1-child": ["bitmap-by-content/0 (loss)"],
};

/** Both region tables with everything between them, as wiped by a tool that uses the start of a disk for itself. */
const WIPED = { start: 192 * KIB, end: 320 * KIB } as const;

async function bytesOf(name: string, wiped: boolean): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(readFileSync(await unpack(`${name}.vhdx`)));
  if (wiped) bytes.fill(0, WIPED.start, WIPED.end);
  return bytes;
}

/** Indexes of the BAT entries that have findings. */
function faulty({ image, edits }: Repairing): ReadonlySet<number> {
  const found = [...image.findings(image.best), ...edits.edited.findings(edits.edited.best)];
  return new Set(
    found.flatMap(({ batIndex, other }) => [batIndex, other].filter((index) => index !== undefined)),
  );
}

/** Blocks that were in the file by its old BAT, and that read differently now. */
function changedBlocks(
  bytes: Uint8Array<ArrayBuffer>,
  repairing: Repairing,
  inFault: ReadonlySet<number>,
): number[] {
  const { bat, disk } = repairing.edits.edited.best.structures;
  if (bat === null || disk === null) throw new Error("the repaired file has no virtual disk");
  const { geometry, offset } = bat;
  const words = new Uint32Array(bytes.buffer, offset, geometry.batEntries * 2);
  const changed: number[] = [];
  for (let index = 0; index < geometry.batEntries; index++) {
    const { kind, block } = geometry.entryAt(index);
    const [low = 0, high = 0] = words.subarray(index * 2);
    if (kind !== "payload" || stateOf(low) !== FULLY_PRESENT || inFault.has(index)) continue;
    const now = new Uint8Array(geometry.bytesInBlock(block));
    disk.read(block * geometry.blockSize, now);
    const at = offsetMibOf(low, high) * MIB;
    if (Buffer.compare(now, bytes.subarray(at, at + now.length)) !== 0) changed.push(block);
  }
  return changed;
}

describe.each([
  { wiped: false, what: "as it is" },
  { wiped: true, what: "with both region tables wiped" },
])("$what", ({ wiped }) => {
  it.for(Object.keys(REPAIRABLE))("%s is sound after the recommended fixes", async (name, test) => {
    requireTool(test, "corpus", "qemu-img");
    const bytes = await bytesOf(name, wiped);
    const repairing = await openForRepair(new MemoryStore(bytes.slice()));
    // Broken entries show once the tables before them are repaired.
    const plain = await openForRepair(new MemoryStore(await bytesOf(name, false)));
    const inFault = new Set([...faulty(plain), ...faulty(repairing)]);
    const made = repairAsRecommended(repairing);
    const expected = (REPAIRABLE[name] ?? []).map((each) => each.replace(" (loss)", ""));
    expect(made.filter((id) => !id.startsWith("region"))).toEqual(
      expected.filter((id) => !id.startsWith("region")),
    );

    const differencing = corpusImage(`${name}.vhdx`).type === "differencing";
    const left = (await findingsAfter(repairing)).map(({ code }) => code);
    const loses = (REPAIRABLE[name] ?? []).some((each) => each.endsWith(" (loss)"));
    expect(left).toEqual([
      // The parent is another file, which no repair brings back.
      ...(differencing ? ["parent-not-found"] : []),
      ...(loses ? ["edit-lost-data"] : []),
    ]);
    expect(changedBlocks(bytes, repairing, inFault)).toEqual([]);
    if (differencing) return;
    await withFolder(async (folder) => {
      saveEdited(repairing, `${folder}/edited.vhdx`);
      expect(await qemuCheck(`${folder}/edited.vhdx`)).toEqual({
        status: 0,
        output: "No errors were found on the image.\n",
      });
    });
  });
});

it("recommends first what loses nothing, and says where something is lost", async (test) => {
  requireTool(test, "corpus");
  for (const [name, expected] of Object.entries(REPAIRABLE)) {
    const repairs = repairsNow(await openForRepair(new MemoryStore(await bytesOf(name, false))));
    const first = repairs.faults.map(({ fixes }) => fixes[0]).filter((fix) => fix !== undefined);
    const said = first.map(({ id, loss }) => (loss === null ? id : `${id} (loss)`));
    expect(said, `of ${name}`).toEqual(expected.slice(0, 1));
    expect(repairs.safe, `of ${name}`).toBe(first.filter(({ loss }) => loss === null).length);
    for (const { title, evidence } of repairs.faults.flatMap(({ fixes }) => fixes)) {
      expect(title).toMatch(/^[A-Z].*[^.]$/);
      for (const sentence of evidence) expect(sentence).toMatch(/^[A-Z\d].*\.$/);
    }
  }
});

/** The other images that are not sound: the first fix that is offered for each; null if nothing in the file can repair it. */
const OTHERS: Readonly<Record<string, string | null>> = {
  "linkage-wrong-1-child.vhdx": null,
  "log-version-1-dirty.vhdx": "log-version-0 (loss)",
  "metadata-duplicate-item.vhdx": "metadata-remove/5 (loss)",
  "metadata-sector-size-1024.vhdx": "metadata-byte/2162705/2 (loss)",
  "metadata-size-over-64t.vhdx": "metadata-virtual-disk-size/137406447616 (loss)",
  "metadata-unknown-required.vhdx": "metadata-optional/5 (loss)",
  "region-missing-metadata.vhdx": "regions-by-content/2097152/3145728",
  "region-overlap.vhdx": "regions-by-content/2097152/3145728",
  "region-unknown-required.vhdx": "region-optional/2 (loss)",
  "dissect-differencing.avhdx": null,
};

it("offers a fix for each other image that its own bytes can repair", async (test) => {
  requireTool(test, "corpus");
  const unsound = corpusImages().filter(
    ({ file, outcome }) => outcome !== "opens" && !Object.hasOwn(REPAIRABLE, file.replace(/\.vhdx$/, "")),
  );
  expect(unsound.map(({ file }) => file).toSorted()).toEqual(Object.keys(OTHERS).toSorted());
  for (const { file } of unsound) {
    const bytes = new Uint8Array(readFileSync(await unpack(file)));
    const repairing = await openForRepair(new MemoryStore(bytes));
    const first = repairsNow(repairing).faults.flatMap(({ fixes }) => fixes)[0];
    const said = first === undefined ? null : first.loss === null ? first.id : `${first.id} (loss)`;
    expect(said, `of ${file}`).toBe(OTHERS[file]);
    if (first === undefined) continue;
    repairAsRecommended(repairing);
    const left = (await findingsAfter(repairing)).map(({ code }) => code);
    expect(left, `of ${file}`).toEqual(first.loss === null ? [] : ["edit-lost-data"]);
  }
});

it("gives the same bytes with one plan as with a new plan for each fix", async (test) => {
  requireTool(test, "corpus");
  let fixes = 0;
  for (const { file } of corpusImages().filter(({ outcome }) => outcome !== "opens")) {
    const bytes = new Uint8Array(readFileSync(await unpack(file)));
    const [one, other] = [new MemoryStore(bytes.slice()), new MemoryStore(bytes.slice())];
    const expected = repairOneByOne(one, countedGuids());
    expect(repairByPlan(other, countedGuids()).made, `of ${file}`).toEqual(expected);
    expect(Buffer.compare(allOf(other), allOf(one)), `of ${file}`).toBe(0);
    fixes += expected.length;
  }
  expect(fixes).toBeGreaterThan(5);
});

function allOf(store: MemoryStore): Uint8Array {
  const bytes = new Uint8Array(store.size);
  store.read(0, bytes);
  return bytes;
}

it("repairs a file in place, as with a working disk", async (test) => {
  requireTool(test, "corpus", "qemu-img");
  await withFolder(async (folder) => {
    for (const name of Object.keys(REPAIRABLE).filter((each) => !each.startsWith("chain"))) {
      const image = await copyImage(await unpack(`${name}.vhdx`), folder);
      withStore(image, (store) => {
        for (const id of REPAIRABLE[name] ?? []) applyFix(store, id.replace(" (loss)", ""), randomGuid);
      });
      expect(await complaints(image), `of ${name}`).toEqual([]);
    }
  });
});
