import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{scripts,src,workers,e2e/oracle,e2e/support}/**/*.test.{ts,tsx}"],
    environment: "node",
    setupFiles: ["scripts/test/seed.ts"],
    // Whole images are read and hashed on machines with two slow cores.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    reporters: ["default", "json"],
    outputFile: { json: ".cache/results/unit.json" },
  },
});
