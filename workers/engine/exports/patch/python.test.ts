import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { FULL } from "../../../../e2e/support/full.ts";
import { requireTool } from "../../../../e2e/support/needs.ts";
import { UNATTENDED } from "../../jobs/jobs.ts";
import { ORIGINAL, samplePatch } from "../../../testing/engine/sample-patch.ts";
import { buildPatch } from "./build.ts";
import { patchTexts } from "./files.ts";

const DRIVER = fileURLToPath(new URL("../../../testing/engine/run_interrupted.py", import.meta.url));
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

let folder = "";
let patchFolder = "";
let image = "";
let result = new Uint8Array();

async function unpack(target: string, name?: string): Promise<void> {
  const patch = await buildPatch(samplePatch(name).input, UNATTENDED);
  for (const { name: file, text } of patchTexts(patch, [])) writeFileSync(path.join(target, file), text);
  writeFileSync(path.join(target, "patch.bin"), new Uint8Array(await patch.bin.arrayBuffer()));
}

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "platter-patch-"));
  patchFolder = mkdtempSync(path.join(folder, "patch-"));
  await unpack(patchFolder);
  writeFileSync(path.join(folder, "original.vhdx"), ORIGINAL);
  result = samplePatch().result;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeEach((test) => {
  requireTool(test, "python3");
  const own = mkdtempSync(path.join(folder, "image-"));
  image = path.join(own, "disk.vhdx");
  writeFileSync(image, ORIGINAL);
});

interface Ended {
  readonly status: number | null;
  readonly said: string;
}

function python(...args: readonly string[]): Ended {
  const { status, stdout } = spawnSync("python3", args, { encoding: "utf8" });
  return { status, said: stdout };
}
const script = () => path.join(patchFolder, "apply.py");
const run = (...args: readonly string[]) => python(script(), image, ...args);

/** What stands in a patch's description, with one value in it that is missing or makes no sense. */
function damagedDescriptions(from: string): readonly string[] {
  const text = readFileSync(path.join(from, "patch.json"), "utf8");
  return [
    text.replace('"oldLength"', '"olderLength"'),
    text.replace(/"oldSha256": "\w+"/, '"oldSha256": null'),
    text.replace(/"offset": \d+/, '"offset": -512'),
    text.replace(/"binOffset": \d+/, '"binOffset": "x"'),
    // Zeros that are nowhere in patch.bin: no memory may be asked for them.
    text.replace(/"length": 65536/, '"length": 1099511627776'),
    text.replace(/"size": \d+/, '"size": null'),
  ];
}

const holds = (bytes: Uint8Array) => Buffer.compare(readFileSync(image), bytes) === 0;
const beside = () => readdirSync(path.dirname(image)).filter((name) => name !== path.basename(image));

describe("apply.py", () => {
  it("applies, keeps the old bytes, and says so when it is run again", () => {
    expect(run()).toMatchObject({ status: 0, said: expect.stringContaining("Applied and verified") });
    expect(holds(result)).toBe(true);
    expect(beside()).toEqual([expect.stringMatching(/^disk\.vhdx\.[0-9a-f]{16}\.platter-undo$/)]);
    expect(run()).toMatchObject({ status: 0, said: expect.stringContaining("Already applied") });
    expect(holds(result)).toBe(true);
  });

  it("looks only in a dry run", () => {
    expect(run("--dry-run")).toMatchObject({ status: 0, said: expect.stringContaining("The patch fits") });
    expect(holds(ORIGINAL)).toBe(true);
    expect(beside()).toEqual([]);
  });

  it("undoes byte for byte, size included, and leaves nothing behind", () => {
    run();
    expect(run("--undo")).toMatchObject({ status: 0, said: expect.stringContaining("Undone") });
    expect(holds(ORIGINAL)).toBe(true);
    expect(beside()).toEqual([]);
    expect(run("--undo")).toMatchObject({ status: 0, said: expect.stringContaining("Nothing to undo") });
    expect(run()).toMatchObject({ status: 0 });
    expect(holds(result)).toBe(true);
  });

  it("writes nothing where the old bytes differ, and says where", () => {
    const other = ORIGINAL.slice();
    other[305 * 1024] = ~(other[305 * 1024] ?? 0);
    writeFileSync(image, other);
    for (const args of [[], ["--dry-run"], ["--undo"]]) {
      const ended = run(...args);
      expect(ended).toMatchObject({
        status: 1,
        said: expect.stringContaining(`at byte ${300 * 1024} differ`),
      });
    }
    expect(holds(other)).toBe(true);
    expect(beside()).toEqual([]);
  });

  it("takes bytes that no range touches as they are", () => {
    const other = ORIGINAL.slice();
    other[0] = ~(other[0] ?? 0);
    writeFileSync(image, other);
    expect(run()).toMatchObject({ status: 0 });
    const expected = result.slice();
    expected[0] = other[0] ?? 0;
    expect(holds(expected)).toBe(true);
  });

  it("refuses an image of another size", () => {
    const longer = new Uint8Array(ORIGINAL.length + 1);
    longer.set(ORIGINAL);
    writeFileSync(image, longer);
    expect(run()).toMatchObject({ status: 1, said: expect.stringContaining("bytes long") });
    expect(holds(longer)).toBe(true);
  });

  it("refuses an image that was written to after the patch, and to undo it then", () => {
    run();
    const used = result.slice();
    used[302 * 1024] = ~(used[302 * 1024] ?? 0);
    writeFileSync(image, used);
    expect(run()).toMatchObject({ status: 1 });
    expect(run("--undo")).toMatchObject({ status: 1 });
    expect(holds(used)).toBe(true);
  });

  it("can't undo without the old bytes", () => {
    run();
    for (const name of beside()) rmSync(path.join(path.dirname(image), name));
    expect(run("--undo")).toMatchObject({ status: 2, said: expect.stringContaining("not beside the image") });
    expect(holds(result)).toBe(true);
  });

  it("ends with 2 where the image can't be opened", () => {
    expect(python(script(), `${image}.missing`).status).toBe(2);
    expect(python(script(), path.dirname(image)).status).toBe(2);
    expect(holds(ORIGINAL)).toBe(true);
  });

  it.each([
    ["another run of it", "fcntl.flock(file, fcntl.LOCK_EX)"],
    ["a program that locks as QEMU does", "fcntl.lockf(file, fcntl.LOCK_SH, 1, 100)"],
  ])("refuses an image that %s has open, and applies it afterwards", async (_what, lock) => {
    const code = `import fcntl, sys; file = open(sys.argv[1], "r+b"); ${lock}; print("held", flush=True); sys.stdin.read()`;
    const holder = spawn("python3", ["-c", code, image]);
    await once(holder.stdout, "data");
    for (const args of [[], ["--undo"]]) {
      const used = expect.stringContaining("is being used by another program. Nothing was written.");
      expect(run(...args)).toMatchObject({ status: 2, said: used });
    }
    holder.stdin.end();
    await once(holder, "exit");
    expect(holds(ORIGINAL)).toBe(true);
    expect(beside()).toEqual([]);
    expect(run()).toMatchObject({ status: 0 });
  });

  it("asks for the lock of Windows where there is no other", () => {
    const asked = (answer: string) => `
import runpy, sys, types
def locking(number, mode, length):
    print("locking", mode, length)
    ${answer}
sys.modules["fcntl"] = None
sys.modules["msvcrt"] = types.SimpleNamespace(locking=locking, LK_NBLCK=2)
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")`;
    const refused = python("-c", asked('raise OSError(13, "Permission denied")'), script(), image);
    expect(refused).toMatchObject({ status: 2, said: expect.stringContaining("used by another program") });
    expect(holds(ORIGINAL)).toBe(true);
    const given = python("-c", asked("return None"), script(), image);
    expect(given).toMatchObject({ status: 0, said: expect.stringContaining("locking 2 2147483647") });
    expect(holds(result)).toBe(true);
  });

  it("notices a patch that is damaged", async () => {
    const damaged = mkdtempSync(path.join(folder, "damaged-"));
    await unpack(damaged);
    const bin = readFileSync(path.join(damaged, "patch.bin"));
    bin[100] = ~(bin[100] ?? 0);
    writeFileSync(path.join(damaged, "patch.bin"), bin);
    expect(python(path.join(damaged, "apply.py"), image)).toMatchObject({
      status: 2,
      said: expect.stringContaining("patch.bin is damaged"),
    });
    await unpack(damaged);
    for (const json of ["{", "[]", '{"format": "platter-patch"}', ...damagedDescriptions(damaged)]) {
      writeFileSync(path.join(damaged, "patch.json"), json);
      expect(python(path.join(damaged, "apply.py"), image)).toMatchObject({
        status: 2,
        said: expect.stringContaining("patch.json is damaged"),
      });
    }
    expect(holds(ORIGINAL)).toBe(true);
  });

  it("takes hostile names as data", async () => {
    const name = `a"b'c</script>\n$(touch x)\u202Egpj.vhdx`;
    const hostile = mkdtempSync(path.join(folder, "hostile-"));
    await unpack(hostile, name);
    image = path.join(hostile, name.replaceAll("/", "_"));
    writeFileSync(image, ORIGINAL);
    const apply = path.join(hostile, "apply.py");
    expect(readFileSync(apply, "utf8")).toBe(readFileSync(script(), "utf8"));
    expect(JSON.parse(readFileSync(path.join(hostile, "patch.json"), "utf8"))).toMatchObject({
      source: { name },
    });
    expect(python(apply, image).status).toBe(0);
    expect(holds(result)).toBe(true);
    expect(python(apply, image, "--undo").status).toBe(0);
    expect(holds(ORIGINAL)).toBe(true);
  });

  it("reads as Python 3.6", () => {
    const check = "import ast, sys; ast.parse(open(sys.argv[1]).read(), feature_version=(3, 6))";
    expect(python("-c", check, script()).status).toBe(0);
  });
});

interface Run {
  /** `kill` ends the run at a step, `fail` lets the disk be full there, `deny` refuses to open for writing. */
  readonly mode: "count" | "kill" | "fail" | "deny";
  /** From 1; 0 = none. */
  readonly at: number;
  readonly args: readonly string[];
}

interface Came {
  readonly status: number | "killed";
  readonly steps: number;
  readonly said: string;
  /** Of the image afterwards. */
  readonly sha256: string;
}

const whole = (...args: readonly string[]): Run => ({ mode: "count", at: 0, args });

/** Runs each scenario on a fresh image, one run after the other. */
function play(scenarios: readonly (readonly Run[])[]): readonly (readonly Came[])[] {
  const input = JSON.stringify({
    script: script(),
    original: path.join(folder, "original.vhdx"),
    folder: mkdtempSync(path.join(folder, "scenarios-")),
    scenarios,
  });
  const { stdout, stderr } = spawnSync("python3", [DRIVER], { input, encoding: "utf8", maxBuffer: 1 << 26 });
  if (stdout === "") throw new Error(stderr);
  return JSON.parse(stdout) as readonly (readonly Came[])[];
}

/** In the quick run of so many steps one is interrupted, the first and the last among them. */
const EVERY = FULL ? 1 : 3;

/** Scenarios with one for every step of a whole run. */
function atEveryStep(
  before: readonly Run[],
  args: readonly string[],
  scenario: (step: number) => readonly Run[],
) {
  const steps = play([[...before, whole(...args)]])[0]?.at(-1)?.steps ?? 0;
  expect(steps).toBeGreaterThan(8);
  const tried = Array.from({ length: steps }, (_, index) => index + 1).filter(
    (step) => step === steps || (step - 1) % EVERY === 0,
  );
  return play(tried.map((step) => [...before, ...scenario(step)]));
}

describe("an interrupted apply.py", () => {
  const old = sha256(ORIGINAL);
  const applied = sha256(samplePatch().result);
  const ends = (came: readonly Came[]) => came.map(({ status, sha256: digest }) => [status, digest]);

  it("is completed by a second run, wherever it was killed, and can be undone then", () => {
    const kill = (at: number): readonly Run[] => [{ mode: "kill", at, args: [] }, whole(), whole("--undo")];
    for (const [killed, ...then] of atEveryStep([], [], kill)) {
      expect(killed?.status).toBe("killed");
      expect(ends(then)).toEqual([
        [0, applied],
        [0, old],
      ]);
    }
  });

  it("is taken back by --undo, wherever it was killed", () => {
    const kill = (at: number): readonly Run[] => [{ mode: "kill", at, args: [] }, whole("--undo")];
    for (const [, undone] of atEveryStep([], [], kill))
      expect(undone).toMatchObject({ status: 0, sha256: old });
  });

  it.each([
    ["taken back", ["--undo"], old],
    ["completed", [], applied],
  ] as const)("is %s when the undo itself was killed", (_how, args, expected) => {
    const kill = (at: number): readonly Run[] => [{ mode: "kill", at, args: ["--undo"] }, whole(...args)];
    for (const [, killed, then] of atEveryStep([whole()], ["--undo"], kill)) {
      expect(killed?.status).toBe("killed");
      expect(then).toMatchObject({ status: 0, sha256: expected });
    }
  });

  it("ends with 2 where the disk is full, and can be run again", () => {
    const fail = (at: number): readonly Run[] => [{ mode: "fail", at, args: [] }, whole(), whole("--undo")];
    const came = atEveryStep([], [], fail);
    const failed = came.filter(([first]) => first?.status === 2);
    // All but the flush of the folder, which not every system has.
    const passed = came.length - failed.length;
    expect(FULL ? [1] : [0, 1]).toContain(passed);
    for (const [first, ...then] of failed) {
      expect(first?.said).toContain("No space left");
      expect(ends(then)).toEqual([
        [0, applied],
        [0, old],
      ]);
    }
  });

  it("ends with 2 where the image may not be written, although a dry run works", () => {
    const deny = (...args: readonly string[]): Run => ({ mode: "deny", at: 0, args });
    const [[dry, refused] = []] = play([[deny("--dry-run"), deny()]]);
    expect(dry).toMatchObject({ status: 0 });
    expect(refused).toMatchObject({
      status: 2,
      said: expect.stringContaining("Permission denied"),
      sha256: old,
    });
  });
});
