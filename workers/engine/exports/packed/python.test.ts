import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { requireTool } from "../../../../e2e/support/needs.ts";
import { KIB, MIB } from "../../../shared/numbers.ts";
import { MemoryStore } from "../../../store/memory-store.ts";
import { UNATTENDED } from "../../jobs/jobs.ts";
import { concatenated } from "../../../testing/engine/read-pieces.ts";
import type { Piece } from "../pieces/pieces.ts";
import { packedArchive } from "./archive.ts";

/** Larger than what the script may hold in memory. */
const DISK = 600 * MIB + 512;
const FIRST = 256 * MIB;
const LOST = 400 * MIB;
const DATA = Uint8Array.from({ length: 9 * MIB }, (_, at) => Math.imul(at + 1, 0x9e3779b1) >>> 24);
const file = new MemoryStore(DATA);
const stored = (offset: number, length: number): Piece => ({ kind: "store", store: file, offset, length });
const zeros = (length: number): Piece => ({ kind: "zeros", length });
/** Data in the middle, and a last sector that ends with the disk. */
const PIECES = [zeros(FIRST), stored(0, 8 * MIB), zeros(DISK - FIRST - 8 * MIB - 512), stored(8 * MIB, 512)];

async function archive(name = "disk.vhdx"): Promise<Uint8Array> {
  const about = {
    tool: { name: "Platter", version: "0.1.0" },
    createdAt: "2024-05-06T07:08:09.000Z",
    layer: "original",
    replayedEntries: null,
    warning: null,
    source: { name, size: 9 * MIB },
    parents: [],
    diskSize: DISK,
    unreadable: [{ offset: LOST, length: 4096 }],
  } as const;
  const input = { pieces: PIECES, about, limit: DISK, stored: null };
  return concatenated(await packedArchive(input, UNATTENDED));
}

let folder = "";
let own = "";
let zip = "";
let target = "";
let whole = new Uint8Array();

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "platter-packed-"));
  whole = new Uint8Array(await archive());
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach((test) => {
  requireTool(test, "python3");
  own = mkdtempSync(path.join(folder, "own-"));
  zip = path.join(own, "disk.zip");
  target = path.join(own, "disk.raw");
  writeFileSync(zip, whole);
});

function python(...args: readonly string[]): { readonly status: number | null; readonly said: string } {
  const { status, stdout, stderr } = spawnSync("python3", args, { encoding: "utf8", cwd: own });
  return { status, said: stdout + stderr };
}

/** Unpacks the zip with another program. */
function unpacked(): string {
  const to = path.join(own, "unpacked");
  mkdirSync(to);
  expect(python("-m", "zipfile", "-e", zip, to).status).toBe(0);
  return to;
}

const done = { status: 0, said: expect.stringContaining("Done and verified") };

/** Compares the target with the disk, without holding all of either. */
function expectDisk(): void {
  const checks = `
import sys
with open(sys.argv[1], "rb") as file, open(sys.argv[2], "rb") as data:
    data = data.read()
    expected = {${FIRST}: data[:${8 * MIB}], ${DISK - 512}: data[${8 * MIB}:${8 * MIB + 512}]}
    for at in range(0, ${DISK}, ${8 * MIB}):
        read = file.read(${8 * MIB})
        wanted = bytearray(len(read))
        for start, part in expected.items():
            if at <= start < at + len(read):
                wanted[start - at:start - at + len(part)] = part
        if read != wanted: sys.exit("differs in the 8 MiB from %d on" % at)
    if file.read(1): sys.exit("is too long")
`;
  const data = path.join(own, "data");
  writeFileSync(data, DATA);
  expect(python("-c", checks, target, data)).toEqual({ status: 0, said: "" });
  rmSync(data);
}

describe("unpack.py", () => {
  it("makes the disk of the zip as it is, with holes", () => {
    expect(python(zip, target)).toMatchObject(done);
    expect(statSync(target).size).toBe(DISK);
    expect(statSync(target).blocks * 512).toBeLessThan(10 * MIB);
    expectDisk();
    expect(readdirSync(own)).toEqual(["disk.raw", "disk.zip"]);
  });

  it("makes it from an unpacked folder, and says what is lost", () => {
    const script = path.join(unpacked(), "unpack.py");
    expect(python(script, target)).toMatchObject({
      status: 0,
      said: expect.stringContaining("4096 bytes of it could not be read"),
    });
    expectDisk();
  });

  it("leaves a file alone that is there, unless it is told to replace it", () => {
    writeFileSync(target, "precious");
    expect(python(zip, target)).toMatchObject({
      status: 1,
      said: expect.stringContaining("is there already"),
    });
    expect(readFileSync(target, "utf8")).toBe("precious");
    expect(python(zip, target, "--overwrite")).toMatchObject(done);
    expectDisk();
  });

  it("never puts itself in the place of a folder, or of what a folder lacks", () => {
    mkdirSync(target);
    expect(python(zip, target, "--overwrite")).toMatchObject({ status: 1 });
    expect(python(zip, path.join(own, "missing", "disk.raw"))).toMatchObject({ status: 2 });
    expect(readdirSync(target)).toEqual([]);
    expect(readdirSync(own)).toEqual(["disk.raw", "disk.zip"]);
  });

  it("notices a flipped bit before it is on the disk, and leaves nothing behind", () => {
    const damaged = whole.slice();
    const middle = Buffer.from(damaged).indexOf(DATA.subarray(0, 4096)) + 5 * MIB;
    damaged[middle] = (damaged[middle] ?? 0) ^ 1;
    writeFileSync(zip, damaged);
    expect(python(zip, target)).toMatchObject({
      status: 2,
      said: expect.stringContaining(`packed.bin is damaged at byte ${4 * MIB}`),
    });
    expect(existsSync(target)).toBe(false);
    writeFileSync(target, "precious");
    expect(python(zip, target, "--overwrite").status).toBe(2);
    expect(readFileSync(target, "utf8")).toBe("precious");
    expect(readdirSync(own)).toEqual(["disk.raw", "disk.zip"]);
  });

  it.each([100, 50_000, 5 * MIB, 1])("notices a download that lacks its last %d bytes", (missing) => {
    writeFileSync(zip, whole.subarray(0, whole.length - missing));
    expect(python(zip, target).status).not.toBe(0);
    expect(existsSync(target)).toBe(false);
  });

  it("notices packed data that is cut, and a list that is damaged or makes no sense", () => {
    const from = unpacked();
    const bin = path.join(from, "packed.bin");
    const json = path.join(from, "packed.json");
    const run = () => python(path.join(from, "unpack.py"), target);
    const bytes = readFileSync(bin);
    writeFileSync(bin, bytes.subarray(0, bytes.length - 1));
    expect(run()).toMatchObject({ status: 2, said: expect.stringContaining("is not whole") });
    writeFileSync(bin, bytes);

    const description = JSON.parse(readFileSync(json, "utf8")) as { ranges: { offset: number }[] };
    const [first, ...rest] = description.ranges;
    for (const ranges of [
      [{ ...first, offset: -512 }, ...rest],
      [{ ...first, length: DISK }, ...rest],
      [...rest, first],
      [{ ...first, packedOffset: bytes.length }],
      [{ ...first, offset: DISK }],
      ["nonsense"],
    ]) {
      writeFileSync(json, JSON.stringify({ ...description, ranges }));
      expect(run()).toMatchObject({ status: 2, said: expect.stringContaining("packed.json is damaged") });
    }
    writeFileSync(json, JSON.stringify({ ...description, version: 2 }));
    expect(run()).toMatchObject({ status: 2, said: expect.stringContaining("does not know") });
    writeFileSync(json, "{");
    expect(run()).toMatchObject({ status: 2 });
    expect(existsSync(target)).toBe(false);
  });

  it("says so where the zip was packed anew", () => {
    const from = unpacked();
    const again = path.join(own, "again.zip");
    const names = readdirSync(from);
    const pack = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED) as archive:
    for name in sys.argv[3:]: archive.write(sys.argv[2] + "/" + name, name)`;
    expect(python("-c", pack, again, from, ...names).status).toBe(0);
    expect(python(again, target)).toMatchObject({
      status: 2,
      said: expect.stringContaining("packed anew with compression"),
    });
  });

  it("takes hostile names as data", async () => {
    const name = `a"b'c</script>\n$(touch x)\u202Egpj.vhdx`;
    writeFileSync(zip, await archive(name));
    const from = unpacked();
    const script = readFileSync(path.join(from, "unpack.py"), "utf8");
    writeFileSync(zip, whole);
    rmSync(from, { recursive: true });
    expect(readFileSync(path.join(unpacked(), "unpack.py"), "utf8")).toBe(script);

    writeFileSync(zip, await archive(name));
    rmSync(path.join(own, "unpacked"), { recursive: true });
    const now = unpacked();
    expect(JSON.parse(readFileSync(path.join(now, "packed.json"), "utf8"))).toMatchObject({
      source: { name },
    });
    expect(readFileSync(path.join(now, "README.txt"), "utf8")).toContain(
      `Image:    a"b'c</script>\\u{000a}$(touch x)\\u{202e}gpj.vhdx, `,
    );
    target = path.join(own, `-x ${name.replaceAll("/", "_")}.raw`);
    expect(python(zip, "--", target)).toMatchObject({ status: 0 });
    expectDisk();
  });

  it("reads as Python 3.6", () => {
    const check = "import ast, sys; ast.parse(open(sys.argv[1]).read(), feature_version=(3, 6))";
    expect(python("-c", check, path.join(unpacked(), "unpack.py"))).toEqual({ status: 0, said: "" });
  });

  it("holds no more of the data than a range at a time", () => {
    const from = unpacked();
    const limit = `
import re, resource, runpy, sys
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="unpack_only")["main"]()
try:
    # What the system counts otherwise begins with the memory of the process that started this one.
    print(re.search(r"VmHWM:\\s*(\\d+)", open("/proc/self/status").read()).group(1))
except OSError:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)`;
    const { status, said } = python("-c", limit, path.join(from, "unpack.py"), target);
    expect(status).toBe(0);
    expect(Number(said.trim().split("\n").at(-1)) * KIB).toBeLessThan(100 * MIB);
  });
});
