import { defineConfig } from "vitest/config";

/** Plain code: none of it changes what others see, and to load the engine anew for each file takes longer than most tests. */
const TOGETHER = ["workers/**/*.test.ts"];
/**
 * Some of these change what others see: the page's store is one for all, and the fuzzer's tests wrap the constructors of the process and
 * count its code.
 */
const APART = ["{src,scripts,e2e/oracle,e2e/support}/**/*.test.{ts,tsx}"];

export default defineConfig({
  test: {
    environment: "node",
    setupFiles: ["scripts/test/seed.ts"],
    // Whole images are read and hashed on machines with two slow cores.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    reporters: ["default", "json"],
    outputFile: { json: ".cache/results/unit.json" },
    projects: [
      {
        extends: true,
        test: {
          name: "engine",
          include: TOGETHER,
          isolate: false,
        },
      },
      { extends: true, test: { name: "rest", include: APART, isolate: true } },
    ],
  },
});
