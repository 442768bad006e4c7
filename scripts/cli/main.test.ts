import { execFile, spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { requireTool } from "../../e2e/support/needs.ts";
import { qemuImg, tool, withFolder } from "../../e2e/support/qemu.ts";
import packageJson from "../../package.json" with { type: "json" };
import { eachImage } from "./each-image.ts";
import { Terminal } from "./terminal.ts";
import { platter, PLATTER } from "./testing.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const COMMANDS = ["check", "report", "replay", "export"];

describe("the arguments", () => {
  it("say what there is when they are asked, with code 0", async () => {
    const help = await platter("--help");
    expect(help.status).toBe(0);
    for (const command of COMMANDS) {
      expect(help.stdout).toMatch(new RegExp(`^ {2}${command} `, "m"));
      const own = await platter(command, "--help");
      expect([own.status, own.stdout]).toEqual([0, expect.stringContaining(`Usage: platter ${command}`)]);
      expect(own.stdout).toContain("Exit codes");
    }
    expect(await platter("--version")).toEqual({ status: 0, stdout: `${packageJson.version}\n`, stderr: "" });
  });

  it.for([
    [[]],
    [["frobnicate", "disk.vhdx"]],
    [["check"]],
    [["check", "disk.vhdx", "--layer", "edited"]],
    [["check", "disk.vhdx", "--jsn"]],
    [["replay", "disk.vhdx"]],
    [["replay", "disk.vhdx", "other.vhdx", "--to", "out.vhdx"]],
    [["replay", "disk.vhdx", "--to", ""]],
    [["export", "disk.vhdx", "--to", "out.raw"]],
    [["export", "disk.vhdx", "--as", "vmdk", "--to", "out.vmdk"]],
    [["report", "a.vhdx", "b.vhdx", "--html"]],
    [["report", "a.vhdx", "b.vhdx", "--out", "no-such-folder"]],
    [["report", "a.vhdx", "--json", "--html"]],
  ] as [string[]][])("%j are refused with 64 and a sentence, before any file is opened", async ([args]) => {
    const { status, stdout, stderr } = await platter(...args);
    expect([status, stdout]).toEqual([64, ""]);
    expect(stderr).toMatch(args.length === 0 ? /Usage: platter/ : /^error: .*\n/);
  });
});

/** Calls `work` with a folder outside the project, where the project's packages are not found. */
async function elsewhere(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), "platter-"));
  try {
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe("npx platter", () => {
  it("works from any folder of the checkout", async () => {
    for (const folder of [".", "workers/engine"]) {
      const { stdout } = await promisify(execFile)("npx", ["platter", "--version"], {
        cwd: path.join(root, folder),
        shell: process.platform === "win32",
      });
      expect(stdout.trim()).toBe(packageJson.version);
    }
  });

  it("says what to run where nothing is installed", async () => {
    await elsewhere(async (folder) => {
      for (const part of ["package.json", "package-lock.json", "scripts/cli", "scripts/build"])
        cpSync(path.join(root, part), path.join(folder, part), { recursive: true });
      mkdirSync(path.join(folder, "workers/node"), { recursive: true });
      writeFileSync(path.join(folder, "workers/node/index.ts"), "");
      const { status, stderr } = await tool(process.execPath, [path.join(folder, "scripts/cli/platter.mjs")]);
      expect([status, stderr]).toEqual([69, expect.stringContaining("Run `npm ci` in")]);
    });
  });

  it("needs nothing but what is published", async () => {
    await elsewhere(async (folder) => {
      await platter("--version");
      for (const part of packageJson.files)
        cpSync(path.join(root, part), path.join(folder, part), { recursive: true });
      writeFileSync(path.join(folder, "package.json"), JSON.stringify({ type: "module" }));
      const shim = path.join(folder, packageJson.bin.platter);
      expect((await tool(process.execPath, [shim, "--version"])).stdout.trim()).toBe(packageJson.version);
      const { status } = await tool(process.execPath, [shim, "check", shim]);
      expect(status).toBe(2);
    });
  });
});

describe("several images", () => {
  it("are told of one after the other: the next is opened once the last is told", async () => {
    await withFolder(async (folder) => {
      const files = ["a", "b", "c"].map((name) => path.join(folder, `${name}.vhdx`));
      const make = (file: string | undefined) => file !== undefined && writeFileSync(file, "no disk");
      make(files[0]);
      const told: string[] = [];
      const run = { terminal: new Terminal(), signal: new AbortController().signal };
      await eachImage(run, files, {}, async (image) => {
        told.push(`${image.name} ${image.outcome}`);
        // If the command had opened the file earlier, it would not have been there.
        make(files[told.length]);
        return 0;
      });
      expect(told).toEqual(["a.vhdx not-vhdx", "b.vhdx not-vhdx", "c.vhdx not-vhdx"]);
    });
  });
});

/** Waits until something holds, or fails. */
async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; tries < 2000; tries++) {
    if (holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error("it never came to that");
}

describe("Ctrl+C", () => {
  it
    .skipIf(process.platform === "win32")
    .for([["SIGINT", 130, 1] as const, ["SIGTERM", 143, 1] as const, ["SIGINT", 130, 2] as const])(
    "%s ends an export with %i, asked %i times, and nothing is left of the result",
    async ([signal, code, times], test) => {
      requireTool(test, "qemu-img");
      await withFolder(async (folder) => {
        const image = path.join(folder, "large.vhdx");
        const to = path.join(folder, "large.raw");
        // All blocks are stored, as holes, so the command has to read them.
        await qemuImg(
          "create",
          "-q",
          "-f",
          "vhdx",
          "-o",
          "subformat=fixed,block_state_zero=off",
          image,
          "64G",
        );
        const before = readdirSync(folder);
        const child = spawn(process.execPath, [PLATTER, "export", image, "--as", "raw", "--to", to]);
        const ended = new Promise((resolve) => child.once("close", resolve));
        await until(() => existsSync(to));
        for (let time = 0; time < times; time++) child.kill(signal);
        expect(await ended).toBe(code);
        expect(readdirSync(folder)).toEqual(before);
      });
    },
  );
});

describe("memory", () => {
  it("does not grow with the disk", async (test) => {
    requireTool(test, "qemu-img");
    const hook = "data:text/javascript,process.on('exit',()=>console.error(process.resourceUsage().maxRSS))";
    const used = async (size: string) => {
      let kib = 0;
      await withFolder(async (folder) => {
        const image = path.join(folder, "disk.vhdx");
        await qemuImg("create", "-q", "-f", "vhdx", "-o", "block_size=1M", image, size);
        const to = ["--as", "raw", "--to", path.join(folder, "disk.raw")];
        const { stderr, status } = await tool(process.execPath, [
          "--import",
          hook,
          PLATTER,
          "export",
          image,
          ...to,
        ]);
        expect(status).toBe(0);
        kib = Number(stderr.trim());
      });
      return kib;
    };
    const small = await used("16M");
    const large = await used("2T");
    expect(small).toBeGreaterThan(0);
    // The large disk's BAT has 16 MiB and is read in pages; the rest is garbage that was not collected yet.
    expect(large).toBeLessThan(small + 128 * 1024);
  });
});
