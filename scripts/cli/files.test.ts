import { createHash } from "node:crypto";
import { execFileSync } from "node:child_process";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { PATH, requireTool } from "../../e2e/support/needs.ts";
import { qemuImg, withFolder } from "../../e2e/support/qemu.ts";
import { MIB } from "../../workers/shared/numbers.ts";
import { linesOf, platter } from "./testing.ts";

const run = (program: string, ...args: readonly string[]) =>
  execFileSync(program, args, { env: { ...process.env, PATH }, stdio: "pipe" });

/** An ext4 of some files, made by mke2fs, as a VHDX. @param damage a command of debugfs that writes to it */
async function ext4(folder: string, damage: string | null = null): Promise<string> {
  const tree = path.join(folder, "tree");
  mkdirSync(path.join(tree, "etc/empty"), { recursive: true });
  writeFileSync(path.join(tree, "etc/hosts"), "127.0.0.1 localhost\n", { mode: 0o640 });
  writeFileSync(path.join(tree, "large"), Buffer.alloc(3 * MIB, "large "));
  writeFileSync(path.join(tree, "name with\ttab"), "tab");
  symlinkSync("../../../etc/passwd", path.join(tree, "etc/link"));
  utimesSync(path.join(tree, "etc"), 1_000_000_000, 1_000_000_000);
  const raw = path.join(folder, "disk.img");
  writeFileSync(raw, "");
  truncateSync(raw, 32 * MIB);
  run("mkfs.ext4", "-q", "-F", "-L", "root", "-d", tree, raw);
  if (damage !== null) run("debugfs", "-w", "-R", damage, raw);
  const disk = path.join(folder, "disk.vhdx");
  await qemuImg("convert", "-f", "raw", "-O", "vhdx", "-o", "subformat=dynamic", raw, disk);
  return disk;
}

const shaOf = (file: string) => createHash("sha256").update(readFileSync(file)).digest("hex");

describe("the files of a disk", () => {
  it("end with 1 where a row can't be read, or a file is not extracted", async (test) => {
    requireTool(test, "mkfs.ext4", "qemu-img");
    await withFolder(async (folder) => {
      const disk = await ext4(folder, "clri etc/hosts");
      const { status, stdout } = await platter("ls", disk, "/etc");
      expect(stdout).toContain("hosts (can't be read)");
      expect(status).toBe(1);
      expect((await platter("ls", disk, "/etc", "--json")).status).toBe(1);
      expect((await platter("ls", disk, "/etc/empty")).status).toBe(0);
      const extracted = await platter("extract", disk, "/", "--to", path.join(folder, "out"));
      expect(extracted.stdout).toContain("etc/hosts: What the file system keeps of it can't be read.");
      expect(extracted.status).toBe(1);
    });
  });

  it("are listed and extracted, and come out as they went in", async (test) => {
    requireTool(test, "mkfs.ext4", "qemu-img", "tar");
    await withFolder(async (folder) => {
      const disk = await ext4(folder);
      const before = shaOf(disk);
      const tree = path.join(folder, "tree");
      expect(linesOf((await platter("volumes", disk, "--json")).stdout)).toMatchObject([
        {
          first: "disk",
          volumes: [{ id: "disk", number: 1, content: "ext4", label: "root", reading: "files" }],
        },
      ]);
      const listed = linesOf((await platter("ls", disk, "/etc", "--json")).stdout);
      expect(listed).toMatchObject(
        [{ path: "etc/empty" }, { path: "etc/hosts" }, { path: "etc/link" }].map((each) =>
          expect.objectContaining(each),
        ),
      );
      expect(listed[1]).toMatchObject({ kind: "file", size: 20, mode: "0640" });
      expect((await platter("ls", disk, "etc/hosts")).stdout).toMatch(/^-rw-r----- .* hosts\n$/);
      expect((await platter("ls", disk, "/")).stdout).toContain("name with\\u{0009}tab");

      const tar = path.join(folder, "all.tar");
      const manifest = path.join(folder, "all.json");
      const done = await platter("extract", disk, "/", "--tar", tar, "--manifest", manifest, "--json");
      expect([done.status, linesOf(done.stdout)]).toMatchObject([
        0,
        [{ files: 3, problems: [], zeroed: [] }],
      ]);
      const into = path.join(folder, "unpacked");
      mkdirSync(into);
      run("tar", "-xpf", tar, "-C", into, "--no-same-owner");
      for (const name of ["etc/hosts", "large", "name with\ttab"])
        expect(shaOf(path.join(into, name))).toBe(shaOf(path.join(tree, name)));
      expect(readlinkSync(path.join(into, "etc/link"))).toBe("../../../etc/passwd");
      expect(lstatSync(path.join(into, "etc")).mtimeMs).toBe(1e12);
      const { entries } = JSON.parse(readFileSync(manifest, "utf8")) as {
        entries: readonly { path: string; sha256?: string }[];
      };
      expect(entries.find((each) => each.path === "large")?.sha256).toBe(shaOf(path.join(tree, "large")));

      const zip = path.join(folder, "etc.zip");
      expect((await platter("extract", disk, "etc", "large", "--zip", zip)).status).toBe(0);
      const to = path.join(folder, "folder");
      expect((await platter("extract", disk, "etc", "--to", to)).status).toBe(0);
      expect(readFileSync(path.join(to, "etc/hosts"), "utf8")).toBe("127.0.0.1 localhost\n");
      expect(lstatSync(path.join(to, "etc/hosts")).mode & 0o777).toBe(0o640);
      expect(lstatSync(path.join(to, "etc")).mtimeMs).toBe(1e12);
      expect(shaOf(disk), "the image was not written").toBe(before);
    });
  });

  it("are written over nothing, and what is asked for has to be there", async (test) => {
    requireTool(test, "mkfs.ext4", "qemu-img");
    await withFolder(async (folder) => {
      const disk = await ext4(folder);
      const there = path.join(folder, "there.tar");
      writeFileSync(there, "kept");
      const taken = await platter("extract", disk, "/", "--tar", there);
      expect([taken.status, readFileSync(there, "utf8")]).toEqual([64, "kept"]);
      const absent = await platter("extract", disk, "/etc/nothing", "--tar", path.join(folder, "new.tar"));
      expect([absent.status, absent.stderr]).toEqual([2, expect.stringContaining("there is no nothing")]);
      expect(existsSync(path.join(folder, "new.tar"))).toBe(false);
      expect((await platter("extract", disk, "/")).status).toBe(64);
      expect((await platter("ls", disk, "/", "--volume", "9")).status).toBe(2);
    });
  });
});
