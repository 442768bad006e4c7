import path from "node:path";
import type { Page } from "@playwright/test";
import { expect, test } from "./support/persistent.ts";
import { requireTool } from "./support/needs.ts";
import { qemuImg, withFolder } from "./support/qemu.ts";

// The installed page, and files that the system hands to it, as by a double click.

test.use({ serviceWorkers: "allow" });

const openFiles = (page: Page) => page.getByRole("heading", { level: 1 });

test("files that are launched are opened, and one that is launched twice is open once", async ({
  context,
  server,
}) => {
  requireTool(test, "qemu-img");
  await withFolder(async (folder) => {
    const files = ["one.vhdx", "two.vhdx"].map((name) => path.join(folder, name));
    for (const file of files)
      // oxlint-disable-next-line no-await-in-loop
      await qemuImg("create", "-q", "-f", "vhdx", file, "64M");
    const browser = context.browser();
    if (browser === null) throw new Error("The profile has no browser.");
    const session = await browser.newBrowserCDPSession();
    const manifestId = new URL("/platter", server.url).href;
    await session.send("PWA.install", { manifestId, installUrlOrBundleUrl: server.url });
    const told = await session.send("PWA.getOsAppState", { manifestId });
    console.log(JSON.stringify(told));
    const launched = context.waitForEvent("page");
    await session.send("PWA.launchFilesInApp", { manifestId, files });
    const page = await launched;
    await expect(openFiles(page)).toHaveText(/\.vhdx/);
    console.log(context.pages().map((each) => each.url()));
  });
});
