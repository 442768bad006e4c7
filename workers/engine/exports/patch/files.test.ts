import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { requireTool } from "../../../../e2e/support/needs.ts";
import { sizeText } from "../../../shared/text.ts";
import { VhdxError } from "../../../shared/error.ts";
import { UNATTENDED, type JobContext } from "../../jobs/jobs.ts";
import { concatenated } from "../../../testing/engine/read-pieces.ts";
import { samplePatch } from "../../../testing/engine/sample-patch.ts";
import { buildPatch } from "./build.ts";
import { patchArchive, patchTexts } from "./files.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "platter-zip-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const PARTS = ["2 log entries", "headers"];
const NAME = `a"b'</script>\n\u202Ex.vhdx`;

describe("the zip of a patch", () => {
  it("unpacks with another program to its six files", async (test) => {
    requireTool(test, "python3");
    const patch = await buildPatch(samplePatch(NAME).input, UNATTENDED);
    const zip = path.join(folder, "patch.zip");
    writeFileSync(zip, await concatenated(await patchArchive(patch, PARTS, UNATTENDED)));
    expect(spawnSync("python3", ["-m", "zipfile", "-e", zip, folder]).status).toBe(0);
    expect(JSON.parse(readFileSync(path.join(folder, "patch.json"), "utf8"))).toEqual(patch.description);
    const bin = new Uint8Array(await patch.bin.arrayBuffer());
    expect(Buffer.compare(readFileSync(path.join(folder, "patch.bin")), bin)).toBe(0);
    for (const name of ["apply.py", "apply.ps1", "apply.cmd", "README.txt"]) {
      expect(readFileSync(path.join(folder, name), "utf8").length).toBeGreaterThan(1000);
    }
  });

  it("writes a hostile name out in the read-me", async () => {
    const patch = await buildPatch(samplePatch(NAME).input, UNATTENDED);
    const text = new TextDecoder().decode(await concatenated(await patchArchive(patch, PARTS, UNATTENDED)));
    expect(text).toContain(`Image:    a"b'</script>\\u{000a}\\u{202e}x.vhdx, `);
  });

  it("tells Windows first how to use it, with the image's own name as PowerShell takes it", async () => {
    const patch = await buildPatch(samplePatch("Anna's $disk.vhdx").input, UNATTENDED);
    const readme = patchTexts(patch, PARTS).find(({ name }) => name === "README.txt")?.text ?? "";
    const bytes = patch.description.groups
      .flatMap(({ ranges }) => ranges)
      .reduce((sum, { length }) => sum + length, 0);
    expect(readme).toContain(`Changes:  2 log entries, headers; ${sizeText(bytes)} in all. `);
    const order = [
      "Windows\r\n",
      "Shut the virtual machine down",
      "Drop Anna's $disk.vhdx on apply.cmd",
      "PowerShell as administrator",
      String.raw`powershell -ExecutionPolicy Bypass -File .\apply.ps1 'C:\FOLDER\Anna''s $disk.vhdx' -DryRun`,
      "Linux, macOS\r\n",
      String.raw`python3 apply.py '/FOLDER/Anna'\''s $disk.vhdx' --dry-run`,
    ].map((text) => readme.indexOf(text));
    expect(order.every((at) => at > 0)).toBe(true);
    expect(order).toEqual(order.toSorted((a, b) => a - b));
  });

  it("is the same for the same patch", async () => {
    const zips = await Promise.all(
      [0, 1].map(async () =>
        patchArchive(await buildPatch(samplePatch().input, UNATTENDED), PARTS, UNATTENDED),
      ),
    );
    const [first, second] = await Promise.all(zips.map((zip) => concatenated(zip)));
    expect(Buffer.compare(first ?? new Uint8Array(0), second ?? new Uint8Array(1))).toBe(0);
  });

  it("stops when it is cancelled", async () => {
    const context: JobContext = {
      ...UNATTENDED,
      checkpoint: () => Promise.reject(new VhdxError("cancelled", "Cancelled.")),
    };
    const patch = await buildPatch(samplePatch().input, UNATTENDED);
    await expect(patchArchive(patch, PARTS, context)).rejects.toMatchObject({ code: "cancelled" });
  });
});
