import type { Browser, BrowserContext, Page } from "@playwright/test";

/** A message of WebDriver BiDi, in either direction. */
interface BidiMessage {
  readonly id?: number | undefined;
  readonly type?: string;
  readonly method?: string;
  readonly params?: Record<string, unknown>;
  readonly result?: unknown;
}

/** Playwright's connection to a browser that speaks WebDriver BiDi, as of Playwright 1.65. */
interface BidiConnection {
  rawSend(message: BidiMessage): void;
  readonly _transport: { onmessage: (message: BidiMessage) => void };
}

interface Internals {
  readonly _connection: {
    toImpl(browser: unknown): { readonly _browserSession: { readonly connection: BidiConnection } };
  };
}

/** Commands of Playwright that Firefox ESR does not know. Nothing that the tests look at depends on them. */
const NOT_KNOWN = new Set(["emulation.setMediaFeaturesOverride"]);

/**
 * Lets Playwright drive a stock Firefox: answers commands that this Firefox does not know, and gives events of downloads the id that
 * Playwright expects. Pinned to the version of Playwright in package.json; `firefox.spec.ts` fails where that no longer fits.
 */
export function fitFirefox(browser: Browser): void {
  const { connection } = (browser as unknown as Internals)._connection.toImpl(browser)._browserSession;
  const send = connection.rawSend.bind(connection);
  const transport = connection._transport;
  const receive = transport.onmessage;
  connection.rawSend = (message) => {
    if (!NOT_KNOWN.has(message.method ?? "")) return send(message);
    queueMicrotask(() => receive({ type: "success", id: message.id, result: {} }));
  };
  let downloads = 0;
  transport.onmessage = (message) => {
    if (message.method === "browsingContext.downloadWillBegin") downloads += 1;
    const isDownload = message.method?.startsWith("browsingContext.download") === true;
    // A download of a blob has no navigation, so Firefox gives none; the tests make one download at a time.
    receive(
      isDownload && (message.params?.download ?? message.params?.navigation ?? null) === null
        ? { ...message, params: { ...message.params, navigation: `download-${downloads}` } }
        : message,
    );
  };
}

/** Lets typed text reach React: Playwright's own way of inserting it changes the element without the events of a keyboard. */
export async function fitTyping(context: BrowserContext): Promise<void> {
  // Text, as this file is compiled without the types of a page. The setter is for Playwright, which sets its own.
  await context.addInitScript(`Object.defineProperty(window, "__pw_bidiInsertText", {
    get: () => (text) => document.execCommand("insertText", false, text),
    set: () => {},
  })`);
}

export const isFirefox = (page: Page): boolean =>
  page.context().browser()?.browserType().name() === "firefox";
