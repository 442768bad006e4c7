import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

/**
 * A loader hook of Node: gives the text of a file that is imported with `?raw`, as Vite does.
 *
 * @type {import("node:module").LoadHook}
 */
export async function load(url, context, nextLoad) {
  if (!url.startsWith("file:") || !url.endsWith("?raw")) return nextLoad(url, context);
  const text = await readFile(fileURLToPath(url), "utf8");
  return { format: "module", source: `export default ${JSON.stringify(text)};`, shortCircuit: true };
}
