import { readdirSync } from "node:fs";
import { cp, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { SCREENSHOTS } from "../scripts/build/manifest-plugin.ts";
import { SERVICE_WORKER_FILE } from "../scripts/csp.ts";
import { freePort, serveBuild } from "../scripts/server.ts";
import { nextEngine } from "./support/engine-worker.ts";
import { expect, openPlatter, test } from "./support/fixtures.ts";
import { QUICK } from "./support/full.ts";
import { allStopped, plantRequests } from "./support/plant-requests.ts";
import { withServerStopped } from "./support/stopped-server.ts";

test.use({ serviceWorkers: "allow" });

const root = fileURLToPath(new URL("../", import.meta.url));

/** Every file of the build by its path in a URL. */
function builtFiles(build: string): readonly string[] {
  const dist = path.resolve(root, build);
  return readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(dist, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, "/"));
}

test("every file is served with the policy, and only the service worker may ask the server", async ({
  request,
  build,
}) => {
  const built = builtFiles(build);
  expect(built.some((file) => /engine\.worker.*\.js$/.test(file))).toBe(true);
  for (const file of ["", ...built]) {
    const policy = (await request.get(`./${file}`)).headers()["content-security-policy"] ?? "";
    expect(policy, file).toContain("default-src 'none'");
    expect(policy, file).toContain("frame-ancestors 'none'");
    expect(policy, file).toContain(`connect-src ${file === SERVICE_WORKER_FILE ? "'self'" : "'none'"};`);
    expect(policy, file).not.toContain("'unsafe-inline'");
    expect(policy, file).not.toContain("'unsafe-eval'");
  }
});

test("the page says its policy itself too, for hosts that send none", async ({ request }) => {
  expect(await (await request.get("./")).text()).toMatch(
    /<head>\s*<meta http-equiv="Content-Security-Policy" content="default-src [^"]*connect-src &#39;none&#39;/,
  );
});

test.describe("a planted request", () => {
  test.use({ expectedErrors: [/Content Security Policy/] });

  test("is stopped in the page", async ({ page }) => {
    await openPlatter(page);
    expect(await page.evaluate(plantRequests)).toEqual(allStopped);
  });

  test("is stopped in the engine", QUICK, async ({ page }) => {
    const engine = nextEngine(page);
    await openPlatter(page, "sample=crashed");
    await expect(page.getByRole("heading", { level: 1, name: "crashed.vhdx" })).toBeVisible();
    expect(await (await engine).evaluate(plantRequests)).toEqual(allStopped);
  });
});

test("opening a sample asks for files of the build alone", async ({ page, baseURL, build }) => {
  const built = builtFiles(build);
  const asked: string[] = [];
  page.context().on("request", (request) => asked.push(request.url()));
  await openPlatter(page, "sample=crashed");
  await expect(page.getByRole("heading", { level: 1, name: "crashed.vhdx" })).toBeVisible();
  await page.evaluate(() => navigator.serviceWorker.ready);
  const files = asked
    .filter((url) => /^https?:/.test(url))
    .map((url) => url.replace(baseURL ?? "", "").replace(/#.*$/, ""));
  expect(files.filter((file) => file !== "" && !built.includes(file))).toEqual([]);
});

test("every file of the build was kept", async ({ page, build }) => {
  await openPlatter(page);
  await page.evaluate(() => navigator.serviceWorker.ready);
  const kept = await page.evaluate(async () => {
    const names = await caches.keys();
    const cache = await caches.open(names[0] ?? "");
    return (await cache.keys()).map((request) => new URL(request.url).pathname.slice(1));
  });
  const wanted = builtFiles(build).filter(
    (file) => !file.endsWith(".map") && file !== SERVICE_WORKER_FILE && !file.startsWith(SCREENSHOTS),
  );
  expect(kept.toSorted()).toEqual(wanted.map((file) => (file === "index.html" ? "" : file)).toSorted());
});

test.describe("with the server stopped", () => {
  test.use({ expectedErrors: [/ERR_CONNECTION_REFUSED/, /Content Security Policy/] });

  test("every screen and sample works, and the policy still holds", async ({ browser, build }) => {
    await withServerStopped(browser, build, async (page) => {
      for (const sample of ["clean", "crashed", "torn-log"]) {
        await page.goto("about:blank");
        const engine = nextEngine(page);
        await openPlatter(page, `sample=${sample}`);
        await expect(page.getByRole("heading", { level: 1, name: `${sample}.vhdx` })).toBeVisible();
        for (const screen of ["Structure", "Map", "Log", "Compare", "Disk", "Export", "Overview"]) {
          const tab = page.getByRole("tablist", { name: "Screens" }).getByRole("tab", { name: screen });
          await tab.click();
          await expect(tab).toHaveAttribute("aria-selected", "true");
          await expect(page.getByRole("alert")).toHaveCount(0);
        }
        // The stored responses have their headers.
        expect(await page.evaluate(plantRequests)).toEqual(allStopped);
        expect(await (await engine).evaluate(plantRequests)).toEqual(allStopped);
      }
    });
  });
});

test("a new build shows at the first reload, and is the one that is kept", async ({
  browser,
  build,
}, info) => {
  const folder = info.outputPath("build");
  await cp(path.resolve(root, build), folder, { recursive: true });
  const change = async (file: string, from: RegExp, to: string) => {
    const text = await readFile(path.join(folder, file), "utf8");
    expect(text).toMatch(from);
    await writeFile(path.join(folder, file), text.replace(from, to));
  };
  const server = await serveBuild(folder, await freePort(), true);
  const context = await browser.newContext({ baseURL: server.url });
  try {
    const page = await context.newPage();
    await openPlatter(page);
    await page.evaluate(() => navigator.serviceWorker.ready);

    await change("index.html", /<head>/, '<head><meta name="build" content="new" />');
    await change(SERVICE_WORKER_FILE, /"[0-9a-f]{16}"/, '"new"');
    await page.reload();
    const marked = page.locator('meta[name="build"]');
    await expect(marked).toHaveCount(1);

    const settled = () =>
      page.evaluate(async () => {
        const { installing, waiting } = await navigator.serviceWorker.ready;
        const builds = await caches.keys();
        return installing === null && waiting === null && builds.includes("platter-build-new");
      });
    await expect.poll(settled).toBe(true);
    await server.close();
    await page.reload();
    await expect(marked).toHaveCount(1);
    await expect(page.getByRole("button", { name: "Open sample" })).toBeVisible();
  } finally {
    await context.close();
    await server.close();
  }
});
