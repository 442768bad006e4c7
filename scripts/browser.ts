import { spawnSync } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import path from "node:path";
import type { LaunchOptions } from "@playwright/test";

const NAMES = [
  "chromium",
  "chromium-browser",
  "google-chrome-stable",
  "google-chrome",
  "microsoft-edge-stable",
  "microsoft-edge",
];

/** Paths that the browsers' installers use on other systems. */
function usualPlaces(): string[] {
  if (process.platform === "darwin") {
    return ["Chromium", "Google Chrome", "Microsoft Edge"].map(
      (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
    );
  }
  if (process.platform !== "win32") return [];
  const folders = ["ProgramFiles", "ProgramFiles(x86)", "LOCALAPPDATA"].map(
    (name) => process.env[name] ?? "",
  );
  return folders
    .filter((folder) => folder !== "")
    .flatMap((folder) => [
      path.join(folder, "Google/Chrome/Application/chrome.exe"),
      path.join(folder, "Microsoft/Edge/Application/msedge.exe"),
      path.join(folder, "Chromium/Application/chrome.exe"),
    ]);
}

/** Whether the program is a browser that tests can use: on some systems the command only asks to install a snap. */
function works(program: string): boolean {
  // A browser in a snap sees neither hidden folders nor /tmp, so no test image.
  if (realpathSync(program).includes("/snap")) return false;
  if (process.platform !== "linux") return true;
  const { status, stdout } = spawnSync(program, ["--version"], { encoding: "utf8" });
  return status === 0 && /Chrom|Edge/.test(stdout);
}

/**
 * The Chromium, Chrome or Edge to test with: `PLATTER_BROWSER`, else one found on this machine, else null. Throws if
 * `PLATTER_BROWSER` names no file.
 */
export function findBrowser(): string | null {
  const asked = process.env.PLATTER_BROWSER;
  if (asked !== undefined && asked !== "") {
    if (!existsSync(asked)) throw new Error(`PLATTER_BROWSER: there is no ${asked}.`);
    return asked;
  }
  const folders = (process.env.PATH ?? "").split(path.delimiter);
  const onPath = NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  const candidates = [...onPath, ...usualPlaces()];
  return candidates.find((program) => existsSync(program) && works(program)) ?? null;
}

/**
 * Parts of the browser that tests do without. The first line is Chromium's own address bar, which it loads as a page beside each
 * tested page, at the same cost in CPU time. The others are those that Playwright turns off: a second list replaces its own.
 */
const FEATURES_OFF = [
  ...["WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup"],
  ...["AimEnabled", "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose"],
  ...["HttpsFirstBalancedModeAutoEnable", "HttpsUpgrades", "LensOverlay", "MediaRouter", "OptimizationHints"],
  ...["PaintHolding", "PreconnectToSearch", "ThirdPartyStoragePartitioning"],
];

/**
 * How tests and benchmarks start a browser: one of this machine, else the whole Chromium that Playwright downloads, as its headless
 * shell lacks what the page uses. The switches keep the browser itself from asking its maker's servers anything.
 */
export function browserLaunch(): LaunchOptions {
  const browser = findBrowser();
  return {
    ...(browser === null ? { channel: "chromium" } : { executablePath: browser }),
    args: [
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
      `--disable-features=${FEATURES_OFF.join(",")}`,
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
    ],
  };
}
