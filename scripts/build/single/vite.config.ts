import react from "@vitejs/plugin-react";
import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vite";
import packageJson from "../../../package.json" with { type: "json" };
import { thirdPartyNotices } from "../notices-plugin.ts";
import { oneFile } from "./one-file-plugin.ts";

const file = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const notices = thirdPartyNotices({
  name: "Platter",
  version: packageJson.version,
  licence: file("../../../LICENSE"),
});
const pageWorkers = file("../../../src/client/workers.ts");
const ownWorkers = file("../../../src/client/workers.single.ts");

const inlineWorkers: Plugin = {
  name: "platter:inline-workers",
  enforce: "pre",
  load: (id) => (id.split("?")[0] === pageWorkers ? `export * from ${JSON.stringify(ownWorkers)};` : null),
};

/** The page as one file, `platter.html`, which a double click opens: no server, no second file. */
export default defineConfig({
  root: file("../../.."),
  mode: "single",
  publicDir: false,
  define: { __VERSION__: JSON.stringify(packageJson.version) },
  plugins: [inlineWorkers, react(), notices.page, oneFile("platter.html")],
  // A worker made of a Blob that is a module does not start in a page that Chromium opens from a disk.
  worker: { format: "iife", plugins: () => notices.workers() },
  build: {
    target: "es2023",
    outDir: "dist-single",
    emptyOutDir: true,
    assetsInlineLimit: Number.MAX_SAFE_INTEGER,
    cssCodeSplit: false,
    modulePreload: false,
    chunkSizeWarningLimit: 4096,
    rolldownOptions: { output: { codeSplitting: false } },
  },
});
