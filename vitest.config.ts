import { configDefaults, defineConfig } from "vitest/config";

/** Plain code: none of it changes what others see, and to load the engine anew for each file takes longer than most tests. */
const TOGETHER = ["workers/**/*.test.ts", "src/**/*.test.{ts,tsx}"];
/** These change what others see: the page's store is one for all. */
const STATEFUL = ["src/actions/**/*.test.{ts,tsx}"];
/** The fuzzer's tests wrap the constructors of the process and count its code. */
const APART = [...STATEFUL, "{scripts,e2e/oracle,e2e/support}/**/*.test.ts"];

/** These start many processes or read gigabytes: the full run has them, and `PLATTER_FULL=1 npx vitest run FILE`. */
/** Needs web servers: `npm run test:hosting`. */
const ONLY_BY_HAND = process.env.PLATTER_SERVERS === "1" ? [] : ["scripts/hosting/servers.test.ts"];

const ONLY_IN_FULL =
  process.env.PLATTER_FULL === "1"
    ? []
    : [
        "e2e/oracle/log-sectors.test.ts",
        "scripts/cli/export.test.ts",
        "scripts/cli/check.test.ts",
        "scripts/cli/main.test.ts",
        "scripts/qemu/chain.test.ts",
        "scripts/qemu/ping-pong.test.ts",
        "scripts/fixes/fixes.test.ts",
        "scripts/fuzz/planted.test.ts",
        "scripts/outcomes/wide.test.ts",
        "scripts/qemu/crash-states.test.ts",
        "scripts/qemu/no-false-alarm.test.ts",
        "scripts/qemu/repairs.test.ts",
        "scripts/qemu/truncated.test.ts",
        "scripts/qemu/write-test.test.ts",
        "workers/fs/ntfs/mkntfs.test.ts",
        "workers/engine/exports/corpus-powershell.test.ts",
        "workers/engine/exports/packed/python.test.ts",
        "workers/engine/exports/patch/powershell-faults.test.ts",
        "workers/engine/exports/patch/powershell-interrupted.test.ts",
        "workers/engine/exports/patch/powershell-run.test.ts",
        "workers/fs/xfs/made.test.ts",
      ];

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
          name: "together",
          include: TOGETHER,
          exclude: [...STATEFUL, ...ONLY_IN_FULL],
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: "apart",
          include: APART,
          exclude: [...configDefaults.exclude, ...ONLY_IN_FULL, ...ONLY_BY_HAND],
          isolate: true,
        },
      },
    ],
  },
});
