import { readFileSync } from "node:fs";
import type { Plugin, Rollup } from "vite";
import { noticesText, packageFolder, shippedPackage } from "./notices.ts";

/** The build's file with the licence texts of its packages. About links to this name. */
export const NOTICES_FILE = "THIRD-PARTY-NOTICES.txt";
/** The build's file with the product's own licence. About links to this name. */
const LICENCE_FILE = "LICENSE.txt";

/** Hosts send text files without an encoding; this mark names it. */
const UTF8_MARK = "\uFEFF";

/** The product that the packages are built into. */
export interface Product {
  readonly name: string;
  readonly version: string;
  /** The file with its licence. */
  readonly licence: string;
}

/**
 * Writes the product's licence and `THIRD-PARTY-NOTICES.txt` into the build: the licence texts of all packages whose code is in a chunk,
 * those of the workers included. A shipped package without a licence text fails the build.
 *
 * @returns one plugin for the page's build, and a function for `worker.plugins`
 */
export function thirdPartyNotices(product: Product): { page: Plugin; workers: () => Plugin[] } {
  const folders = new Set<string>();
  const collect = (context: Rollup.PluginContext, bundle: Rollup.OutputBundle): void => {
    for (const output of Object.values(bundle)) {
      if (output.type !== "chunk") continue;
      for (const [id, module] of Object.entries(output.modules)) {
        // A module that was removed by tree shaking is empty. A style goes to its own file, so its module is always empty.
        if (module.renderedLength === 0 && !/\.css($|\?)/.test(id)) continue;
        try {
          const folder = packageFolder(id);
          if (folder !== null) folders.add(folder);
        } catch (error) {
          context.error((error as Error).message);
        }
      }
    }
  };
  return {
    page: {
      name: "platter:notices",
      apply: "build",
      generateBundle(_options, bundle) {
        collect(this, bundle);
        try {
          const packages = [...folders].map((folder) => shippedPackage(folder));
          const text = noticesText(`${product.name} ${product.version}`, packages);
          this.emitFile({ type: "asset", fileName: NOTICES_FILE, source: UTF8_MARK + text });
          this.info(`${NOTICES_FILE}: ${packages.length} packages`);
        } catch (error) {
          this.error((error as Error).message);
        }
        const licence = readFileSync(product.licence, "utf8");
        this.emitFile({ type: "asset", fileName: LICENCE_FILE, source: UTF8_MARK + licence });
      },
    },
    // A worker is bundled while the page's modules are read, so the page's bundle comes after all of them.
    workers: () => [
      {
        name: "platter:notices-of-workers",
        generateBundle(_options, bundle) {
          collect(this, bundle);
        },
      },
    ],
  };
}
