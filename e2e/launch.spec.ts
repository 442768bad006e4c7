import path from "node:path";
import { requireTool } from "./support/needs.ts";
import { expect, test } from "./support/persistent.ts";
import { qemuImg, withFolder } from "./support/qemu.ts";
import { untilChecked } from "./support/workbench.ts";

// The installed page, and files that the system hands to it, as by a double click.

test.use({ serviceWorkers: "allow" });

test("files that are launched are opened, and one that is launched twice is open once", async ({
  context,
  server,
}) => {
  requireTool(test, "qemu-img");
  const browser = context.browser();
  if (browser === null) throw new Error("The profile has no browser.");
  const session = await browser.newBrowserCDPSession();
  const manifestId = new URL("/platter", server.url).href;
  await session.send("PWA.install", { manifestId, installUrlOrBundleUrl: server.url });
  const { fileHandlers } = await session.send("PWA.getOsAppState", { manifestId });
  const endings = fileHandlers.flatMap(({ accepts }) => accepts.flatMap((each) => each.fileExtensions));
  expect(endings.toSorted()).toEqual([".avhdx", ".vhd", ".vhdx"]);
  // Without it Chromium opens the installed page as a tab, and hands it no files.
  await session.send("PWA.changeAppUserSettings", { manifestId, displayMode: "standalone" });

  await withFolder(async (folder) => {
    const [one, two] = [path.join(folder, "one.vhdx"), path.join(folder, "two.vhdx")];
    for (const file of [one, two])
      // oxlint-disable-next-line no-await-in-loop
      await qemuImg("create", "-q", "-f", "vhdx", file, "64M");
    const launch = (...files: string[]) => session.send("PWA.launchFilesInApp", { manifestId, files });
    const [page] = await Promise.all([context.waitForEvent("page"), launch(one)]);
    await untilChecked(page, "one.vhdx");
    const before = context.pages().length;
    // Two at once, the second before the first is open; then one more that is open already.
    await Promise.all([launch(two), launch(two)]);
    await untilChecked(page, "two.vhdx");
    await launch(one);
    await untilChecked(page, "one.vhdx");
    await expect(page.getByRole("button", { name: "2 files" })).toBeVisible();
    // The window that was open took them all.
    expect(context.pages()).toHaveLength(before);
  });
});
