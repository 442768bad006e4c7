import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";

/** Folders in which distributions put the small browser that comes with WebKitGTK. */
const FOLDERS = ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/libexec", "/usr/lib64"];

const runs = (program: string) => spawnSync("sh", ["-c", `command -v ${program}`]).status === 0;

/** The browser of WebKitGTK; null where it, its driver or a screen for it is missing. */
export function findMiniBrowser(): string | null {
  if (!runs("WebKitWebDriver") || !runs("Xvfb")) return null;
  for (const folder of FOLDERS) {
    let inside: readonly string[] = [];
    try {
      inside = readdirSync(folder).filter(
        (name) => name.startsWith("webkit2gtk-") || name.startsWith("webkitgtk-"),
      );
    } catch {
      // This distribution has no such folder.
    }
    for (const name of inside.toSorted().toReversed()) {
      const file = path.join(folder, name, "MiniBrowser");
      if (existsSync(file)) return file;
    }
  }
  return null;
}
