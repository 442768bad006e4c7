import { readFile } from "node:fs/promises";
import type { CDPSession } from "@playwright/test";

const KIB = 1024;

async function ownMemory(process: number): Promise<number> {
  const status = await readFile(`/proc/${process}/status`, "utf8").catch(() => "");
  return Number(/^RssAnon:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * KIB;
}

/**
 * Private memory of the browser's largest renderer, in bytes: a page and its workers with everything that they hold, also memory
 * that no heap counts any more. Null if the system does not tell.
 *
 * @param session of the browser itself
 */
export async function rendererMemory(session: CDPSession): Promise<number | null> {
  if (process.platform !== "linux") return null;
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  const renderers = processInfo.filter(({ type }) => type === "renderer");
  const held = await Promise.all(renderers.map(({ id }) => ownMemory(id)));
  return Math.max(0, ...held);
}
