import { expect, test as base, type Page } from "@playwright/test";
import { fitFirefox, fitTyping, isFirefox } from "./firefox.ts";
import { freePort, serveBuild, type Serving } from "../../scripts/server.ts";

export { expect };

export interface ServerOptions {
  /** Folder of the tested build, from the root of the project. */
  build: string;
  server: Serving;
}

export interface PageRules {
  /** Console errors that a test causes on purpose; matched against the whole message. */
  expectedErrors: RegExp[];
  pageRules: void;
}

/**
 * Playwright's `test` on a build that is served with its real headers. It fails if the page throws, logs an error (as for a
 * violation of the content security policy), or asks any server but its own.
 */
export const test = base.extend<PageRules, ServerOptions>({
  build: ["dist", { option: true, scope: "worker" }],
  server: [
    async ({ build }, run) => {
      const server = await serveBuild(build, await freePort(), true);
      await run(server);
      await server.close();
    },
    { scope: "worker" },
  ],
  browser: [
    async ({ browser, browserName }, run) => {
      if (browserName === "firefox") fitFirefox(browser);
      await run(browser);
    },
    { scope: "worker" },
  ],
  baseURL: ({ server }, run) => run(server.url),
  expectedErrors: [[], { option: true }],
  pageRules: [
    async ({ context, baseURL, browserName, expectedErrors }, run) => {
      if (browserName === "firefox") await fitTyping(context);
      const broken: string[] = [];
      const note = (text: string) => {
        if (!expectedErrors.some((expected) => expected.test(text))) broken.push(text);
      };
      context.on("weberror", (error) => note(`exception: ${error.error().stack ?? error.error().message}`));
      context.on("console", (message) => {
        if (message.type() === "error") note(`console: ${message.text()}`);
      });
      const origin = new URL(baseURL ?? "").origin;
      context.on("request", (request) => {
        const url = new URL(request.url());
        if (/^https?:$/.test(url.protocol) && url.origin !== origin) note(`request: ${request.url()}`);
      });
      await run();
      expect(broken, "what went wrong on the page beside the test").toEqual([]);
    },
    { auto: true },
  ],
});

/**
 * Loads the page.
 *
 * @param hash what follows `#`, such as `sample=crashed`
 */
export async function openPlatter(page: Page, hash = ""): Promise<void> {
  await page.goto(hash === "" ? "./" : `./#${hash}`);
}

/** Opens files through the browser's own dialog, as Playwright can drop none in Firefox. */
async function chooseFiles(page: Page, paths: readonly string[]): Promise<void> {
  const [chooser] = await Promise.all([
    page.waitForEvent("filechooser"),
    page
      .getByRole("button", { name: /^(Open|Open file)$/ })
      .first()
      .click(),
  ]);
  await chooser.setFiles([...paths]);
}

/**
 * Drops files of this machine on the middle of the window, as a user does: the page gets handles.
 *
 * @param paths absolute
 * @param hover milliseconds that the files are held over the window before the drop; a person takes some hundred
 */
export async function dropFiles(page: Page, paths: readonly string[], hover = 0): Promise<void> {
  if (isFirefox(page)) return chooseFiles(page, paths);
  const { width, height } = page.viewportSize() ?? { width: 1280, height: 800 };
  const session = await page.context().newCDPSession(page);
  try {
    for (const type of ["dragEnter", "dragOver", "drop"] as const) {
      if (type === "drop" && hover > 0) await page.waitForTimeout(hover);
      await session.send("Input.dispatchDragEvent", {
        type,
        x: width / 2,
        y: height / 2,
        data: { items: [], files: [...paths], dragOperationsMask: 1 },
      });
    }
  } finally {
    await session.detach();
  }
}

/** Takes the file handles and pickers away, as in a browser that has none. Call it before the page loads. */
export async function withoutHandles(page: Page): Promise<void> {
  await page.addInitScript(() => {
    for (const name of [
      "showOpenFilePicker",
      "showSaveFilePicker",
      "showDirectoryPicker",
      "FileSystemHandle",
    ]) {
      Reflect.deleteProperty(window, name);
    }
    Reflect.deleteProperty(DataTransferItem.prototype, "getAsFileSystemHandle");
  });
}
