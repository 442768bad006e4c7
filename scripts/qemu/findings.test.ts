import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { sampled } from "../../e2e/support/full.ts";
import { requireTool } from "../../e2e/support/needs.ts";
import { qemuIo } from "../../e2e/support/qemu.ts";
import { loadCrc32c } from "../../workers/bytes/crc32c.ts";
import { MIB } from "../../workers/shared/numbers.ts";
import { isZero } from "../../workers/bytes/zero.ts";
import { RULE_CASES } from "../../workers/testing/malformed/catalogue/all.ts";
import { kinOf } from "../../workers/testing/malformed/catalogue/case.ts";
import { CATALOGUE, type FindingCode } from "../../workers/vhdx/findings/index.ts";
import { ImageBuilder } from "../../workers/testing/vhdx/image-builder.ts";
import { openForRepair, saveEdited } from "./repairing.ts";
import { NodeWritableStore } from "../node-writable-store.ts";

let folder = "";
beforeAll(async () => {
  await loadCrc32c();
  folder = await mkdtemp(path.join(tmpdir(), "platter-findings-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Writes the smallest image with the finding, as a sparse file. */
async function smallest(code: FindingCode): Promise<string> {
  const rule = RULE_CASES[code];
  const image = new ImageBuilder(rule.options);
  rule.spoil(image, kinOf(rule));
  const file = path.join(folder, `${code}.vhdx`);
  if (rule.edits !== undefined) {
    const changed = await openForRepair(image.store);
    for (const edit of rule.edits) changed.edits.apply(edit);
    saveEdited(changed, file);
    return file;
  }
  const out = new NodeWritableStore(file, "create", false);
  const piece = new Uint8Array(MIB);
  for (let at = 0; at < image.store.size; at += MIB) {
    const bytes = piece.subarray(0, Math.min(MIB, image.store.size - at));
    image.store.read(at, bytes);
    if (!isZero(bytes)) out.write(at, bytes);
  }
  out.truncate(image.store.size);
  out.close();
  return file;
}

describe("what the catalogue says of QEMU", () => {
  it.for(sampled(Object.keys(CATALOGUE) as FindingCode[], 3, 1))("holds for %s", async (code, test) => {
    requireTool(test, "qemu-io");
    // Opened for writing, because only then QEMU replays a log; the image is not used again.
    const { stdout, stderr } = await qemuIo(await smallest(code), ["read 0 0"], false);
    const refused = /can't open/.test(stdout + stderr);
    const said = CATALOGUE[code].qemu.split(" ", 1)[0];
    expect(`${said}: ${stderr}`).toMatch(refused ? /^Refuses/ : /^Opens/);
  });
});
