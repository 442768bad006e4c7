import { readFileSync } from "node:fs";
import path from "node:path";
import type { Plugin, ResolvedConfig } from "vite";

interface Manifest {
  readonly screenshots: readonly { readonly src: string }[];
}

/** Folder of the build with the manifest's pictures: a browser shows them while it asks whether to install the page. */
export const SCREENSHOTS = "screens/";

/** Puts the pictures that the manifest names into the build: they are those of `docs/screens`, which a test takes. */
export function manifestPictures(): Plugin {
  let config: ResolvedConfig;
  return {
    name: "platter:manifest",
    apply: "build",
    configResolved: (resolved) => void (config = resolved),
    generateBundle() {
      const manifest = path.join(config.root, "public/manifest.webmanifest");
      const { screenshots } = JSON.parse(readFileSync(manifest, "utf8")) as Manifest;
      for (const { src } of screenshots)
        this.emitFile({
          type: "asset",
          fileName: src,
          source: readFileSync(path.join(config.root, "docs", src)),
        });
    },
  };
}
