import path from "node:path";
import type { Page } from "@playwright/test";
import { dropFiles } from "../../../e2e/support/fixtures.ts";
import { untilChecked } from "../../../e2e/support/workbench.ts";

/** Drops an image on the page that a tab shows, and waits until the background check is done. */
export async function openIn(tab: Page, image: string): Promise<void> {
  await dropFiles(tab, [image]);
  await untilChecked(tab, path.basename(image));
}
