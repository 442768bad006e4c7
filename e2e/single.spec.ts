import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Page, Request, Worker } from "@playwright/test";
import { corpusImage, unpack } from "./support/corpus.ts";
import { fillDisk } from "./support/editing.ts";
import { dropFiles, expect, test } from "./support/fixtures.ts";
import { isFirefox } from "./support/firefox.ts";
import { QUICK } from "./support/full.ts";
import { requireTool } from "./support/needs.ts";
import {
  computeHashes,
  exported,
  saveByDownload,
  sha256Of,
  showScreen,
  untilChecked,
  workingDisks,
  type ScreenName,
} from "./support/workbench.ts";

// The page as one file, opened from a disk, as by a double click: no server, and nothing beside it.

const SINGLE = pathToFileURL(path.resolve("dist-single/platter.html")).href;
const NAME = "log-ten.vhdx";
const SCREENS: readonly ScreenName[] = [
  "Structure",
  "Map",
  "Log",
  "Compare",
  "Disk",
  "Files",
  "Export",
  "Overview",
];

/** Opens the file, and notes what is loaded besides: what the policy stops is not. */
async function openSingle(page: Page, hash = ""): Promise<string[]> {
  const loaded: string[] = [];
  const note = (request: Request) => {
    const url = request.url().replace(/#.*/, "");
    if (url !== SINGLE && !/^(blob|data):/.test(url))
      loaded.push(`${url} ${request.failure()?.errorText ?? ""}`);
  };
  page.context().on("requestfinished", note);
  page.context().on("requestfailed", (request) => {
    if (request.failure()?.errorText !== "csp") note(request);
  });
  await page.goto(SINGLE + hash);
  return loaded;
}

test("a disk is inspected, hashed and exported without a server @firefox", QUICK, async ({ page }) => {
  requireTool(test, "corpus");
  const loaded = await openSingle(page);
  await dropFiles(page, [await unpack(NAME)]);
  await untilChecked(page, NAME);
  await expect(page.getByRole("status", { name: "Verdict" })).toContainText("10 log entries");
  for (const screen of SCREENS) {
    // One screen after the other.
    // oxlint-disable-next-line no-await-in-loop
    await showScreen(page, screen);
    await expect(page.getByRole("tabpanel")).not.toBeEmpty();
  }
  await computeHashes(page);
  const { sha256, virtual_sha256: disk } = corpusImage(NAME);
  await expect(page.getByRole("table", { name: "Hashes" })).toContainText(sha256);
  await expect(page.getByRole("table", { name: "Hashes" })).toContainText(disk ?? "a digest");
  await saveByDownload(page);
  expect(await sha256Of(await exported(page, "Export raw disk"))).toBe(disk);
  expect(loaded).toEqual([]);
});

/** What became of requests that nothing in Platter makes. Runs in the page, and in a worker without images. */
async function plantRequests(): Promise<Record<string, string>> {
  const outcome = (work: (done: (text: string) => void) => void) =>
    new Promise<string>((resolve) => {
      try {
        work(resolve);
      } catch {
        resolve("stopped");
      }
    });
  const url = "http://127.0.0.1:9/planted";
  const stopped = new Set<string>();
  addEventListener("securitypolicyviolation", (event) => stopped.add(event.effectiveDirective));
  const answers = {
    fetch: await fetch(url).then(
      () => "answered",
      () => "stopped",
    ),
    socket: await outcome((done) => {
      const socket = new WebSocket(url.replace("http", "ws"));
      socket.addEventListener("open", () => done("answered"));
      socket.addEventListener("error", () => done("stopped"));
    }),
    worker: await outcome((done) => {
      const worker = new Worker(`${url}.js`);
      worker.addEventListener("message", () => done("answered"));
      worker.addEventListener("error", () => done("stopped"));
    }),
    image: await outcome((done) => {
      if (!("Image" in globalThis)) return done("no images here");
      const image = new Image();
      image.addEventListener("load", () => done("answered"));
      image.addEventListener("error", () => done("stopped"));
      image.src = `${url}.png`;
    }),
  };
  // The events come after the errors.
  await new Promise((resolve) => setTimeout(resolve, 100));
  return { ...answers, by: [...stopped].toSorted().join(" ") };
}

test.describe("a planted request", () => {
  test.use({
    expectedErrors: [/Content Security Policy|Failed to construct .Worker.|request: .*planted/],
  });

  test("is stopped in the page and in the engine", async ({ page }) => {
    const engines: Worker[] = [];
    page.on("worker", (worker) => engines.push(worker));
    const loaded = await openSingle(page, "#sample=crashed");
    await untilChecked(page, "crashed.vhdx");
    const stopped = { fetch: "stopped", socket: "stopped", worker: "stopped" };
    expect(await page.evaluate(plantRequests)).toMatchObject({
      ...stopped,
      image: "stopped",
      by: "connect-src img-src",
    });
    const [engine] = engines;
    if (engine === undefined) throw new Error("the engine did not start");
    expect(await engine.evaluate(plantRequests)).toMatchObject({
      ...stopped,
      by: expect.stringContaining("connect-src"),
    });
    expect(loaded).toEqual([]);
  });
});

// Chromium gives a page that is opened from a disk no storage of its own; Firefox does.
test("a working disk is made, or is not offered where there is no storage, and that is said @firefox", async ({
  page,
}) => {
  await openSingle(page);
  await page.getByRole("button", { name: "New disk" }).click();
  const dialog = page.getByRole("dialog", { name: "New disk" });
  const choice = dialog.getByRole("radio", { name: "Working disk" });
  await expect(dialog.getByRole("radio", { name: "Download" })).toBeVisible();
  if (isFirefox(page)) {
    await choice.check();
    await dialog.getByRole("button", { name: "Create" }).click();
    await dialog.getByRole("button", { name: "Open it" }).click();
    await untilChecked(page, "disk.vhdx");
    await page.reload();
    await expect(workingDisks(page)).toContainText("disk.vhdx");
    return;
  }
  await expect(dialog).toContainText(
    "No working disk here: the browser gives this page no storage of its own.",
  );
  await expect(choice).toHaveCount(0);
});

test("changes that can't be kept are said not to survive a reload", async ({ page }) => {
  await openSingle(page, "#sample=clean");
  await untilChecked(page, "clean.vhdx");
  await fillDisk(page, 0, 512, "c3");
  await expect(
    page.getByText(/gives this page no storage .* pending changes would not survive/),
  ).toBeVisible();
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Command" }).fill("Stored data");
  await page.keyboard.press("Enter");
  const stored = page.getByRole("dialog", { name: "Stored data" });
  await expect(stored.getByText("This browser gives the page no storage.")).toHaveCount(3);
  await expect(stored).toContainText("every HTML file that you open in this browser from a disk can read it");
});

test("About holds the licences, and says how to check the file", async ({ page }) => {
  await openSingle(page);
  await page.getByRole("button", { name: "About" }).click();
  const dialog = page.getByRole("dialog", { name: "About Platter" });
  await expect(dialog).toContainText("Get-FileHash platter.html");
  await dialog.getByText("Third-party notices", { exact: true }).click();
  await expect(dialog.locator("pre").last()).toContainText("react-aria-components");
});
