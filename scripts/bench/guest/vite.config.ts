import { defineConfig } from "vite";
import { contentSecurityPolicy } from "../../build/csp-plugin.ts";

/** A build of its own: the engine's writer with a guest in place of the page. */
export default defineConfig({
  root: import.meta.dirname,
  base: "./",
  logLevel: "warn",
  plugins: [contentSecurityPolicy()],
  worker: { format: "es" },
  build: {
    outDir: "../../../.cache/bench-guest",
    emptyOutDir: true,
    target: "es2023",
    modulePreload: { polyfill: false },
  },
});
