import { defineConfig } from "vite";
import { contentSecurityPolicy } from "../../build/csp-plugin.ts";

/** A separate build: the engine's writer with a guest instead of the page. */
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
