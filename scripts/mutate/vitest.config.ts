import { readFileSync } from "node:fs";
import { defineConfig } from "vitest/config";

/** The mutant that is tried: the path of a file, and its source with the mistake. */
const { file, source } = JSON.parse(readFileSync(process.env.PLATTER_MUTANT ?? "", "utf8")) as {
  readonly file: string;
  readonly source: string;
};

/** Runs tests on sources of which one has a mistake; the file itself stays as it is. */
export default defineConfig({
  root: new URL("../../", import.meta.url).pathname,
  plugins: [{ name: "mutant", enforce: "pre", load: (id) => (id === file ? source : null) }],
  test: {
    environment: "node",
    setupFiles: ["scripts/test/seed.ts"],
    isolate: false,
    bail: 1,
    testTimeout: 300_000,
    hookTimeout: 300_000,
    maxWorkers: 2,
    reporters: ["json"],
  },
});
