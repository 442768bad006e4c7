import { defineConfig } from "vitest/config";

/** Plain code: none of it changes what others see, and to load the engine anew for each file takes longer than most tests. */
const TOGETHER = ["{src,workers}/**/*.test.{ts,tsx}"];
/** Some of these change the process that they run in: the fuzzer's tests wrap its constructors and count its code. */
const APART = ["{scripts,e2e/oracle,e2e/support}/**/*.test.ts"];

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
          name: "unit",
          include: TOGETHER,
          isolate: false,
        },
      },
      { extends: true, test: { name: "scripts", include: APART, isolate: true } },
    ],
  },
});
