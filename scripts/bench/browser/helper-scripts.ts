import type { Page } from "@playwright/test";
import type { HelperKind } from "../../../workers/shared/helper-workers.ts";

/** The names that the build gives to the scripts of the helpers. */
const NAMES: Readonly<Record<HelperKind, RegExp>> = {
  hash: /hash\.worker-[\w-]+\.js/,
  read: /read\.worker-[\w-]+\.js/,
};

/**
 * Addresses of the scripts of the page's helpers, as the scripts that the page loaded name them.
 *
 * @param tab in which a file was opened, so that the part of the page that starts workers is loaded.
 */
export async function helperScripts(tab: Page): Promise<Readonly<Record<HelperKind, string>>> {
  const loaded = await tab.evaluate(() =>
    performance
      .getEntriesByType("resource")
      .map(({ name }) => name)
      .filter((name) => name.endsWith(".js")),
  );
  const texts = await Promise.all(
    loaded.map(async (url) => ({ url, text: await (await fetch(url)).text() })),
  );
  const find = (kind: HelperKind) => {
    for (const { url, text } of texts) {
      const [name] = NAMES[kind].exec(text) ?? [];
      if (name !== undefined) return new URL(name, url).href;
    }
    throw new Error(`No script of the page names its ${kind} worker.`);
  };
  return { hash: find("hash"), read: find("read") };
}
