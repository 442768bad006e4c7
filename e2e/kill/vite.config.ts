import { defineConfig } from "vite";
import { contentSecurityPolicy } from "../../scripts/build/csp-plugin.ts";

/** A build of its own, so that the page that people get holds no test. */
export default defineConfig({
  base: "./",
  plugins: [contentSecurityPolicy()],
  worker: { format: "es" },
  build: {
    outDir: "../../.cache/kill",
    emptyOutDir: true,
    target: "es2023",
    modulePreload: { polyfill: false },
  },
});
