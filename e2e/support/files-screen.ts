import { expect, type Locator, type Page } from "@playwright/test";
import { run } from "./file-systems.ts";

/** What a user sees and does on the screen Files. */

export const folderGrid = (page: Page) => page.getByRole("grid", { name: "Folder", exact: true });
export const volumesTree = (page: Page) =>
  page.getByRole("tree", { name: "Volumes and folders", exact: true });
export const details = (page: Page) => page.getByRole("region", { name: "Details", exact: true });

/** A line of the folder; its name begins with its kind. */
export const entry = (page: Page, name: string, kind = "File|Folder|Link") =>
  folderGrid(page).getByRole("row", {
    name: new RegExp(`^(${kind}) ${name.replaceAll(/[.+*?()[\]\\]/g, "\\$&")}( |$)`),
  });

/** Goes from Overview to the files, and waits for an entry of the root folder. */
export async function showFiles(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: "Show files", exact: true }).click();
  await expect(entry(page, name)).toBeVisible();
}

/** The texts of the cells of each row in sight, without the head. */
const rowsInSight = (table: Locator): Promise<readonly (readonly string[])[]> =>
  table
    .getByRole("row")
    .evaluateAll((rows) =>
      rows
        .slice(1)
        .map((row) =>
          [...row.querySelectorAll('[role="rowheader"], [role="cell"]')].map((cell) =>
            cell.textContent.trim(),
          ),
        ),
    );

/** The rows of a report that stands in place of the folder, from its first to its last: the texts of each row's cells. */
export async function reportRows(page: Page, name: string): Promise<readonly (readonly string[])[]> {
  const table = page.getByRole("table", { name, exact: true });
  await expect(table).toBeVisible();
  const count = Number(await table.getAttribute("aria-rowcount")) - 1;
  const found = new Map<string, readonly string[]>();
  await table.hover();
  await expect(async () => {
    for (const row of await rowsInSight(table)) found.set(row.join("\n"), row);
    // Rows out of sight are not on the page.
    await page.mouse.wheel(0, 300);
    expect(found.size).toBe(count);
  }).toPass({ intervals: [50] });
  return [...found.values()];
}

/** What `find` says of every file below a folder: kind, mode, size, target (of folders: kind and mode); and the content's digest. */
export function listing(folder: string): string {
  const find =
    "find . -mindepth 1 ! -path './lost+found*' \\( -type d -printf '%P d %m\\n' -o -printf '%P %y %m %s %l\\n' \\) | LC_ALL=C sort";
  const sums = "find . -type f ! -path './lost+found*' -print0 | LC_ALL=C sort -z | xargs -0 sha256sum";
  return run("sh", ["-c", `cd '${folder}' && ${find} && ${sums}`]);
}
