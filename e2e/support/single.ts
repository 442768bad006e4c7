import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Page, Request } from "@playwright/test";

/** The address of the page as one file, opened from a disk. */
export const SINGLE = pathToFileURL(path.resolve("dist-single/platter.html")).href;

/**
 * Opens the page as one file.
 *
 * @param hash with its `#`
 * @returns what is loaded besides, as it comes: what the policy stops is not
 */
export async function openSingle(page: Page, hash = ""): Promise<string[]> {
  const loaded: string[] = [];
  const note = (request: Request) => {
    const url = request.url().replace(/#.*/, "");
    if (url !== SINGLE && !/^(blob|data):/.test(url))
      loaded.push(`${url} ${request.failure()?.errorText ?? ""}`);
  };
  page.context().on("requestfinished", note);
  page.context().on("requestfailed", (request) => {
    if (request.failure()?.errorText !== "csp") note(request);
  });
  await page.goto(SINGLE + hash);
  return loaded;
}
