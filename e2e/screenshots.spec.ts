import { mkdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import { details, entry, showFiles } from "./support/files-screen.ts";
import { expect, openPlatter, test } from "./support/fixtures.ts";
import { ext4Disk, guestTree } from "./support/guest.ts";
import { requireTool } from "./support/needs.ts";
import { withFolder } from "./support/qemu.ts";
import { openImage, type ScreenName, showScreen, untilChecked } from "./support/workbench.ts";

/** The folder of the README's pictures, which are written only with `PLATTER_SCREENS=1`. */
const DOCS = fileURLToPath(new URL("../docs/screens/", import.meta.url));
/** Scenes that the README shows in dark colours. */
const SHOWN_DARK: readonly string[] = ["structure", "log", "compare"];

type Theme = "light" | "dark";
type Folder = { readonly outputDir: string };

/** Takes a picture of the window. */
async function picture(page: Page, name: string, theme: Theme, { outputDir }: Folder): Promise<void> {
  const shown = theme === "light" || SHOWN_DARK.includes(name);
  const folder = process.env.PLATTER_SCREENS === "1" && shown ? DOCS : outputDir;
  const file = path.join(folder, theme === "light" ? `${name}.png` : `${name}-dark.png`);
  await page.screenshot({ path: file, animations: "disabled" });
}

/** A good scene for each screen, with the crashed sample. */
const SCENES: readonly {
  readonly screen: ScreenName;
  readonly arrange: (page: Page) => Promise<void>;
}[] = [
  {
    screen: "Overview",
    arrange: async (page) => {
      await page.getByRole("button", { name: "Compute hashes" }).click();
      await expect(page.getByRole("table", { name: "Hashes" })).toBeVisible();
    },
  },
  {
    screen: "Structure",
    arrange: async (page) => {
      await page
        .getByRole("treegrid", { name: "Structures" })
        .getByRole("row", { name: /Header 2/ })
        .click();
      await page
        .getByRole("grid", { name: "Fields" })
        .getByRole("row", { name: /LogGuid/ })
        .click();
      await expect(page.getByRole("row", { name: /^00020000/ })).toContainText("head");
    },
  },
  {
    screen: "Map",
    arrange: async (page) => {
      await expect(page.getByRole("row", { name: /FULLY_PRESENT/ })).toContainText("16");
      await page.getByRole("application", { name: "Blocks of the virtual disk" }).hover({
        position: { x: 440, y: 46 },
      });
      await expect(page.getByText("Before replay")).toBeVisible();
    },
  },
  {
    screen: "Log",
    arrange: async (page) => {
      await page.getByRole("slider", { name: "Replayed up to entry" }).fill("6");
      await page.getByRole("button", { name: "0x00008000" }).click();
      await expect(page.getByRole("table", { name: "Changed BAT entries" })).toBeVisible();
      await expect(page.getByText("6 of 10 entries: replay all")).toBeVisible();
    },
  },
  {
    screen: "Compare",
    arrange: async (page) => {
      await expect(page.getByText("BAT: 10 entries changed.")).toBeVisible();
      await page.keyboard.press("n");
      await page.keyboard.press("n");
      await expect(page.getByText(/^2 of \d+$/)).toBeVisible();
    },
  },
  {
    screen: "Disk",
    arrange: async (page) => {
      await page.getByRole("button", { name: "Next changed block" }).click();
      await expect(page.getByRole("region", { name: "Block at the cursor" })).toContainText("Block 7");
    },
  },
  {
    screen: "Export",
    arrange: (page) => expect(page.getByRole("button", { name: "Export patch" })).toBeEnabled(),
  },
];

for (const theme of ["light", "dark"] as const) {
  test.describe(theme, () => {
    test.use({ colorScheme: theme, viewport: { width: 1280, height: 800 } });

    test("every screen", async ({ page }, folder) => {
      await openPlatter(page);
      await expect(page.getByRole("button", { name: "Open file" })).toBeVisible();
      await picture(page, "start", theme, folder);
      for (const { screen, arrange } of SCENES) {
        // No change of one scene must show in the next.
        await page.goto("about:blank");
        await openPlatter(page, "sample=crashed");
        await untilChecked(page, "crashed.vhdx");
        await showScreen(page, screen);
        await arrange(page);
        await picture(page, screen.toLowerCase(), theme, folder);
      }
    });

    test("the files of a disk", async ({ page }, folder) => {
      requireTool(test, "qemu-img", "mkfs.ext4");
      await withFolder(async (work) => {
        const tree = path.join(work, "tree");
        mkdirSync(tree);
        guestTree(tree);
        await ext4Disk(tree, path.join(work, "ext4.vhdx"));
        await openImage(page, path.join(work, "ext4.vhdx"));
        await showFiles(page, "usr");
        await entry(page, "usr").dblclick();
        await entry(page, "share").dblclick();
        await entry(page, "latin.txt").click();
        await expect(details(page).getByRole("region", { name: "Preview" })).toHaveText("Grüße aus Köln");
        await picture(page, "files", theme, folder);
      });
    });
  });
}
