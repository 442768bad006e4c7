import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { chromium, type Page } from "@playwright/test";
import { browserLaunch } from "../../scripts/browser.ts";
import type { Serving } from "../../scripts/server.ts";

/** Microseconds from 1601 to 1970, which Chromium counts from. */
const FROM_1601 = 11_644_473_600_000_000n;

/** The preferences of a profile whose user has allowed pages to write to the file for good. */
function preferences(origins: readonly string[], file: string): string {
  const now = String(BigInt(Date.now()) * 1000n + FROM_1601);
  const chosen = { "display-name": path.basename(file), "is-directory": false, path: file, writable: true };
  const forEach = (setting: unknown) =>
    Object.fromEntries(origins.map((origin) => [`${origin},*`, { last_modified: now, setting }]));
  const exceptions = {
    file_system_access_chooser_data: forEach({ "chosen-objects": [chosen] }),
    file_system_access_extended_permission: forEach(1),
  };
  return JSON.stringify({ profile: { content_settings: { exceptions } } });
}

/**
 * Writes a new profile in which pages may write to a file of this machine. No test can answer the browser's question, so the
 * profile holds the answer.
 *
 * @param profile folder, which may exist
 * @param urls of the pages
 * @param file absolute
 */
export async function writeProfile(profile: string, urls: readonly string[], file: string): Promise<void> {
  await mkdir(path.join(profile, "Default"), { recursive: true });
  // All pages that are opened from a disk are one to Chromium's list of permissions.
  const origins = urls.map((url) => (url.startsWith("file:") ? "file:///*" : new URL(url).origin));
  await writeFile(path.join(profile, "Default", "Preferences"), preferences(origins, file));
}

/**
 * Calls `work` with a page that may write to a file of this machine.
 *
 * @param server or where the single file is
 * @param folder a folder for the profile
 * @param file absolute
 */
export async function withWritablePage<T>(
  server: Pick<Serving, "url">,
  folder: string,
  file: string,
  work: (page: Page) => Promise<T>,
): Promise<T> {
  const profile = path.join(folder, "profile");
  await writeProfile(profile, [server.url], file);
  const context = await chromium.launchPersistentContext(profile, {
    ...browserLaunch(),
    baseURL: server.url,
    viewport: { width: 1280, height: 800 },
  });
  try {
    return await work(context.pages()[0] ?? (await context.newPage()));
  } finally {
    await context.close();
  }
}
