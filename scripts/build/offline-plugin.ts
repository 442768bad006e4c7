import { createHash } from "node:crypto";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { transformWithOxc, type Plugin, type ResolvedConfig } from "vite";
import { SERVICE_WORKER_FILE } from "../csp.ts";
import { SCREENSHOTS } from "./manifest-plugin.ts";

/**
 * Writes the service worker's script, with the list of all files of the build and a version that is a hash over their
 * names and contents. Source maps are left out: only developer tools ask for them, and not through the page. So are the manifest's
 * pictures, which are asked for while the page is being installed.
 */
export function offline(source: string): Plugin {
  let config: ResolvedConfig;
  return {
    name: "platter:offline",
    apply: "build",
    configResolved: (resolved) => void (config = resolved),
    writeBundle: {
      order: "post",
      sequential: true,
      async handler() {
        const folder = path.resolve(config.root, config.build.outDir);
        // This comment is for readers of the source.
        rmSync(path.join(folder, "README.md"), { force: true });
        const files = readdirSync(folder, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) =>
            path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, "/"),
          )
          .filter(
            (file) => !file.endsWith(".map") && file !== SERVICE_WORKER_FILE && !file.startsWith(SCREENSHOTS),
          )
          .toSorted();
        const version = createHash("sha256");
        for (const file of files) {
          const content = createHash("sha256").update(readFileSync(path.join(folder, file)));
          version.update(`${file}\n${content.digest("hex")}\n`);
        }
        const { code } = await transformWithOxc(readFileSync(source, "utf8"), source, {
          define: {
            // Many hosts redirect index.html to the folder, and a redirected response can't be stored for a page.
            BUILD_FILES: JSON.stringify(files.map((file) => (file === "index.html" ? "./" : file))),
            BUILD_VERSION: JSON.stringify(version.digest("hex").slice(0, 16)),
          },
        });
        writeFileSync(path.join(folder, SERVICE_WORKER_FILE), code);
      },
    },
  };
}
