import { has } from "./support/needs.ts";
import { expect, test } from "./support/persistent.ts";
import { qemuCheck } from "./support/qemu.ts";
import { DISK } from "./kill/guest.ts";

test.use({ build: ".cache/kill" });

const KILLS = 40;

test("a disk whose writer is killed in the middle holds every flushed write after its replay", async ({
  page,
}) => {
  const seed = Math.floor(Math.random() * 2 ** 32);
  await page.goto("./");
  const result = await page.evaluate(({ kills, seed: from }) => window.runKills(kills, from), {
    kills: KILLS,
    seed,
  });
  const { dirty, early, flushes, ahead } = result;
  // oxlint-disable-next-line no-console
  console.log(
    `${result.kills} kills (seed ${seed}): ${dirty} left a log to be replayed, ${early} came before the first flush; ` +
      `${flushes} flushes were held, ${ahead} sectors were written beyond them.`,
  );
  expect(result.problems).toEqual([]);
  expect(result.closedDirty).toBe(false);
  // Otherwise the kills came at harmless moments.
  expect(dirty).toBeGreaterThan(KILLS / 4);
  expect(early).toBeGreaterThan(0);
  expect(flushes).toBeGreaterThan(KILLS);

  if (!has("qemu-img")) return;
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.evaluate(async (name) => {
      const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle("working-disks");
      const link = document.createElement("a");
      link.href = URL.createObjectURL(await (await folder.getFileHandle(name)).getFile());
      link.download = name;
      link.click();
    }, DISK),
  ]);
  const checked = await qemuCheck(await download.path());
  expect(checked.status, checked.output).toBe(0);
});
