import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Plugin, ResolvedConfig, Rollup } from "vite";
import { compressedSize } from "../budget.ts";
import { oneFileOf } from "./one-file.ts";

function sourceOf(bundle: Rollup.OutputBundle, name: RegExp): string {
  const found = Object.values(bundle).filter(({ fileName }) => name.test(fileName));
  const [only] = found;
  if (only === undefined || found.length > 1)
    throw new Error(`The build has ${found.length} files like ${name.source}; it should have one.`);
  return only.type === "chunk" ? only.code : Buffer.from(only.source).toString("utf8");
}

/** Puts all files of the build into one page, and prints its size and its SHA-256. */
export function oneFile(fileName: string): Plugin {
  let config: ResolvedConfig;
  return {
    name: "platter:one-file",
    apply: "build",
    configResolved: (resolved) => void (config = resolved),
    generateBundle: {
      order: "post",
      handler(_options, bundle) {
        const page = oneFileOf({
          html: sourceOf(bundle, /^index\.html$/),
          script: sourceOf(bundle, /\.js$/),
          style: sourceOf(bundle, /\.css$/),
          icon: readFileSync(path.join(config.root, "public/icons/icon.svg"), "utf8"),
          texts: {
            "platter-licence": sourceOf(bundle, /^LICENSE\.txt$/),
            "platter-notices": sourceOf(bundle, /^THIRD-PARTY-NOTICES\.txt$/),
          },
        });
        for (const name of Object.keys(bundle)) delete bundle[name];
        this.emitFile({ type: "asset", fileName, source: page });
      },
    },
    writeBundle() {
      const file = path.join(config.root, config.build.outDir, fileName);
      const content = readFileSync(file);
      const sha256 = createHash("sha256").update(content).digest("hex");
      // The form that `sha256sum --check` reads.
      writeFileSync(`${file}.sha256`, `${sha256}  ${fileName}\n`);
      const kib = (bytes: number) => `${Math.round(bytes / 1024)} KiB`;
      console.log(`${fileName}: ${kib(content.length)} (${kib(compressedSize(content))} after gzip)`);
      console.log(`SHA-256: ${sha256}`);
    },
  };
}
