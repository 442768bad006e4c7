import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "@playwright/test";
import { has, isThere, nameOf, type Need, NEEDS, PWSH_FOLDER } from "../../e2e/support/needs.ts";
import { findBrowser } from "../browser.ts";
import { findFirefox } from "../firefox.ts";
import { findMiniBrowser } from "../webkit/find.ts";

/** The distribution's package for each need. The test images and PowerShell are in none. */
const PACKAGES: Readonly<Record<Exclude<Need, "corpus" | "cases" | "pwsh">, string>> = {
  "qemu-img": "qemu-utils",
  "qemu-io": "qemu-utils",
  python3: "python3",
  vhdiinfo: "libvhdi-utils",
  pyvhdi: "python3-libvhdi",
  "mkfs.ext4": "e2fsprogs",
  tune2fs: "e2fsprogs",
  debugfs: "e2fsprogs",
  dumpe2fs: "e2fsprogs",
  "mkfs.ntfs": "ntfs-3g",
  "mkfs.vfat": "dosfstools",
  "mkfs.exfat": "exfatprogs",
  "mkfs.xfs": "xfsprogs",
  "mkfs.btrfs": "btrfs-progs",
  mkswap: "util-linux",
  sgdisk: "gdisk",
  sfdisk: "fdisk",
  fdisk: "fdisk",
  pvcreate: "lvm2",
  losetup: "mount",
  cryptsetup: "cryptsetup-bin",
  blkid: "util-linux",
  tar: "tar",
  unzip: "unzip",
};

/** Runs a program quietly; its output appears only if it fails. */
function quietly(program: string, args: readonly string[]): boolean {
  const { status, stderr, stdout } = spawnSync(program, args, {
    encoding: "utf8",
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });
  if (status !== 0) console.log(`${program} ${args.join(" ")} failed:\n${stdout ?? ""}${stderr ?? ""}`);
  return status === 0;
}

const runs = (program: string, args: readonly string[]) => spawnSync(program, args).status === 0;

/** Version of PowerShell that is installed where there is none. */
const PWSH_VERSION = "7.6.9";

/** Installs PowerShell into the project's cache, if this machine has .NET, and says so. */
function installPwsh(): void {
  if (!runs("dotnet", ["--version"])) return;
  console.log("Installing PowerShell as a tool of .NET …");
  quietly("dotnet", ["tool", "install", "--tool-path", PWSH_FOLDER, "PowerShell", "--version", PWSH_VERSION]);
}

let updated = false;

/** Installs packages of the distribution, if this machine has apt and allows it, and says so. */
function aptInstall(...packages: string[]): void {
  if (!runs("apt-get", ["--version"])) return;
  const isRoot = process.getuid?.() === 0;
  if (!isRoot && !runs("sudo", ["-n", "true"])) return;
  const apt = (...args: string[]) =>
    isRoot
      ? quietly("apt-get", args)
      : quietly("sudo", ["-n", "DEBIAN_FRONTEND=noninteractive", "apt-get", ...args]);
  console.log(`Installing ${packages.join(" ")} through apt …`);
  updated ||= apt("update", "-qq");
  apt("install", "-y", "-qq", "--no-install-recommends", ...packages);
}

/**
 * Finds or installs a browser, and the tools that some tests need.
 *
 * @param full also what only the full run needs
 */
export function provideTools(full = false): void {
  const packages = Object.entries(PACKAGES).filter(([need]) => !isThere(need as Need));
  if (packages.length > 0) aptInstall(...new Set(packages.map(([, name]) => name)));
  if (!isThere("pwsh")) installPwsh();
  if (full && findMiniBrowser() === null) aptInstall("webkit2gtk-driver", "xvfb");
  if (full && findFirefox() === null) aptInstall("firefox-esr");
  if (full && findFirefox() === null) console.log("Firefox is missing: its tests are skipped.");
  for (const need of NEEDS.filter((each) => !has(each))) {
    console.log(`${nameOf(need)} is missing: the tests that need it are skipped.`);
  }

  // Without fonts a page has no letters to show.
  if (findBrowser() === null) aptInstall("chromium", "fonts-liberation", "fonts-dejavu-core");
  const browser = findBrowser();
  if (browser !== null) {
    console.log(`Browser: ${browser}`);
    return;
  }
  console.log("No Chromium, Chrome or Edge here: downloading one for Playwright …");
  const playwright = createRequire(import.meta.url).resolve("@playwright/test/cli");
  spawnSync(process.execPath, [playwright, "install", "--no-shell", "chromium"], { stdio: "inherit" });
  console.log(
    existsSync(chromium.executablePath())
      ? `Browser: ${chromium.executablePath()}`
      : "There is no browser to test with: install Chromium, or name one in PLATTER_BROWSER.",
  );
}
