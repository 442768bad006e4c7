import { existsSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { preview } from "vite";
import { contentSecurityPolicy } from "./build/csp-plugin.ts";

const root = fileURLToPath(new URL("../", import.meta.url));

export interface Serving {
  /** With a slash at the end. */
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Serves a build on localhost with the headers that a real host must send.
 *
 * @param folder the build, from the root of the project
 * @param port the port to try first; the next free one is taken unless `strict`
 * @param headers false for a host that can send none, and for a page that is not ours, which our security policy would stop
 * @param base path of the build, with slashes at both ends
 */
export async function serveBuild(
  folder: string,
  port: number,
  strict = false,
  headers = true,
  base = "/",
): Promise<Serving> {
  const outDir = path.resolve(root, folder);
  if (!existsSync(path.join(outDir, "index.html"))) {
    throw new Error(`There is no build in ${outDir}: run npm run build.`);
  }
  const server = await preview({
    root,
    configFile: false,
    appType: "mpa",
    logLevel: "warn",
    plugins: headers ? [contentSecurityPolicy()] : [],
    build: { outDir },
    base,
    preview: { host: "localhost", port, strictPort: strict },
  });
  const address = server.httpServer.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return {
    url: `http://localhost:${address.port}${base}`,
    port: address.port,
    close: () => server.close(),
  };
}

/** A port that nothing listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "localhost", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
