import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { findPwsh, requireTool } from "../../../../e2e/support/needs.ts";
import { applyCommand } from "../../../shared/shell-words.ts";
import { ORIGINAL, samplePatch } from "../../../testing/engine/sample-patch.ts";
import { UNATTENDED } from "../../jobs/jobs.ts";
import applyCmd from "./apply.cmd?raw";
import { buildPatch } from "./build.ts";
import { patchTexts } from "./files.ts";

/** Milliseconds: PowerShell takes a second to start, and more on a busy machine. */
const SLOW = 120_000;

let pwsh = "";
let folder = "";
let patchFolder = "";
let image = "";
const result = samplePatch().result;

async function unpack(target: string): Promise<void> {
  const patch = await buildPatch(samplePatch().input, UNATTENDED);
  mkdirSync(target, { recursive: true });
  for (const { name, text } of patchTexts(patch, [])) writeFileSync(path.join(target, name), text);
  writeFileSync(path.join(target, "patch.bin"), new Uint8Array(await patch.bin.arrayBuffer()));
}

beforeAll(async () => {
  pwsh = findPwsh() ?? "";
  folder = mkdtempSync(path.join(tmpdir(), "platter-pwsh-"));
  patchFolder = path.join(folder, "patch");
  await unpack(patchFolder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeEach((test) => {
  requireTool(test, "pwsh");
  image = path.join(mkdtempSync(path.join(folder, "image-")), "disk.vhdx");
  writeFileSync(image, ORIGINAL);
});

interface Ended {
  readonly status: number | null;
  readonly said: string;
}

function ended(args: readonly string[]): Ended {
  const { status, stdout, stderr } = spawnSync(pwsh, ["-NoLogo", ...args], {
    encoding: "utf8",
  });
  return { status, said: stdout + stderr };
}

/** What apply.cmd starts, without the program's name. */
const STARTED = /^powershell (.*)$/m.exec(applyCmd)?.[1]?.split(" ") ?? [];

/** Runs the script with the words that apply.cmd starts it with. */
const run = (...args: readonly string[]) =>
  ended([
    ...STARTED.map((word) =>
      word
        .replaceAll('"', "")
        .replace("%~dp0", () => `${patchFolder}/`)
        .replace("%IMAGE%", () => image),
    ),
    ...args,
  ]);

const holds = (bytes: Uint8Array) => Buffer.compare(readFileSync(image), bytes) === 0;

describe("apply.ps1 in a real PowerShell", { timeout: SLOW }, () => {
  it("ends its process with the codes of apply.py, and says why", () => {
    expect(run("-DryRun")).toMatchObject({ status: 0, said: expect.stringContaining("The patch fits") });
    writeFileSync(image, ORIGINAL.subarray(0, ORIGINAL.length - 1));
    expect(run()).toMatchObject({ status: 1, said: expect.stringContaining("bytes long") });
    rmSync(image);
    expect(run()).toMatchObject({ status: 2, said: expect.stringContaining("Reading or writing failed") });
  });

  it.each([
    "with spaces.vhdx",
    "it's $HOME `n $(1+1).vhdx",
    "[a-z]*brackets?.vhdx",
    "D\u00EFsk \u2018\u4F60\u597D\u2019 \u{1F4BE}.vhdx",
    "-Undo.vhdx",
    "#x;y&z|%PATH%!a!.vhdx",
  ])("takes a name as it is: %s", (name) => {
    image = path.join(path.dirname(image), name);
    writeFileSync(image, ORIGINAL);
    expect(run()).toMatchObject({ status: 0, said: expect.stringContaining("Applied and verified") });
    expect(holds(result)).toBe(true);
    expect(run("-Undo")).toMatchObject({ status: 0, said: expect.stringContaining("Undone") });
    expect(holds(ORIGINAL)).toBe(true);
  });

  it.each(["it's $HOME `n.vhdx", "[b] Anna\u2019s disk.vhdx"])(
    "is run by the command that the read-me and the page show: %s",
    async (name) => {
      // The folder of the patch has such a name as well.
      const own = path.join(path.dirname(image), "p [1] it's");
      await unpack(own);
      image = path.join(own, name);
      writeFileSync(image, ORIGINAL);
      // Windows' names for the program, the separator and a folder that is known.
      const command = applyCommand(String.raw`.\apply.ps1`, name, own, "apply")
        .replace(/^powershell /, `& '${pwsh}' -NoProfile `)
        .replace(String.raw`.\apply.ps1`, "./apply.ps1")
        .replace(String.raw`\[b]`, "/[b]")
        .replace(String.raw`\it`, "/it");
      const script = path.join(folder, "command.ps1");
      writeFileSync(script, `\uFEFFSet-Location -LiteralPath $args[0]\n${command}\nexit $LASTEXITCODE\n`);
      expect(ended(["-NoProfile", "-File", script, own])).toMatchObject({
        status: 0,
        said: expect.stringContaining("Applied and verified"),
      });
      expect(holds(result)).toBe(true);
    },
  );
});
