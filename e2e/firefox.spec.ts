import path from "node:path";
import { expect, test } from "./support/fixtures.ts";
import { FULL } from "./support/full.ts";
import { requireTool } from "./support/needs.ts";
import { qemuImg, qemuIo, withFolder } from "./support/qemu.ts";
import { openImage } from "./support/workbench.ts";

/** Hash runs in a row: where a worker made the workers, Firefox stopped for good in one of about four. */
const RUNS = FULL ? 40 : 8;

test("hashes are computed again and again @firefox", async ({ page }) => {
  requireTool(test, "qemu-img");
  test.setTimeout(60_000 + RUNS * 15_000);
  await withFolder(async (folder) => {
    const file = path.join(folder, "hashed.vhdx");
    await qemuImg("create", "-q", "-f", "vhdx", "-o", "block_size=1M", file, "64M");
    await qemuIo(file, ["write -P 0x5a 0 20M"]);
    await openImage(page, file);
    const job = page.getByRole("group", { name: "Computing hashes" });
    const table = page.getByRole("table", { name: "Hashes" });
    const compute = page.getByRole("button", { name: "Compute hashes" });
    const found = new Set<string>();
    for (let run = 0; run < RUNS; run++) {
      await compute.click();
      await job.waitFor();
      await job.waitFor({ state: "detached", timeout: 60_000 });
      found.add(await table.innerText());
    }
    expect([...found]).toHaveLength(1);
  });
});
