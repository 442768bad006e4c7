import { type ChildProcess, spawn } from "node:child_process";
import { Readable } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import { freePort } from "../server.ts";

/** Milliseconds that a script may take. */
const LONGEST = 120_000;

/** Starts a screen that nobody sees. @returns its name for `DISPLAY`. */
async function startScreen(processes: ChildProcess[]): Promise<string> {
  const screen = spawn("Xvfb", ["-displayfd", "3", "-screen", "0", "1280x800x24", "-nolisten", "tcp"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  processes.push(screen);
  const says = screen.stdio[3];
  if (!(says instanceof Readable)) throw new Error("Xvfb has no pipe to say its number on.");
  return new Promise((resolve, reject) => {
    let number = "";
    says.on("data", (piece: Buffer) => {
      number += piece.toString();
      if (number.endsWith("\n")) resolve(`:${number.trim()}`);
    });
    screen.once("error", reject);
    screen.once("exit", () => reject(new Error("Xvfb ended before it had a screen.")));
  });
}

/** A page in WebKitGTK, driven by the WebDriver protocol (W3C) over HTTP. */
export class WebKitSession {
  readonly #address: string;
  readonly #processes: readonly ChildProcess[];

  private constructor(address: string, processes: readonly ChildProcess[]) {
    this.#address = address;
    this.#processes = processes;
  }

  /** @param browser path of MiniBrowser. */
  static async start(browser: string): Promise<WebKitSession> {
    const processes: ChildProcess[] = [];
    try {
      const display = await startScreen(processes);
      const port = await freePort();
      const env = { ...process.env, DISPLAY: display, GDK_BACKEND: "x11", LIBGL_ALWAYS_SOFTWARE: "1" };
      processes.push(spawn("WebKitWebDriver", [`--port=${port}`], { env, stdio: "ignore" }));
      const options = { binary: browser, args: ["--automation"] };
      const asked = {
        capabilities: { alwaysMatch: { browserName: "MiniBrowser", "webkitgtk:browserOptions": options } },
      };
      const driver = `http://127.0.0.1:${port}`;
      const { sessionId } = await untilAnswered(() =>
        request<{ sessionId: string }>(`${driver}/session`, asked),
      );
      const address = `${driver}/session/${sessionId}`;
      await request(`${address}/timeouts`, { script: LONGEST });
      return new WebKitSession(address, processes);
    } catch (thrown) {
      for (const each of processes) each.kill();
      throw thrown;
    }
  }

  async goTo(url: string): Promise<void> {
    await request(`${this.#address}/url`, { url });
  }

  /** Runs the body of a function in the page, which may be asynchronous. */
  run<T>(script: string, ...args: readonly unknown[]): Promise<T> {
    const body = `const done = arguments[arguments.length - 1];
      (async (...args) => { ${script} })(...Array.from(arguments).slice(0, -1))
        .then((value) => done({ value: value === undefined ? null : value }), (thrown) => done({ thrown: String(thrown) }));`;
    return request<{ value: T; thrown?: string }>(`${this.#address}/execute/async`, {
      script: body,
      args,
    }).then(({ value, thrown }) => {
      if (thrown !== undefined) throw new Error(thrown);
      return value;
    });
  }

  async close(): Promise<void> {
    await fetch(this.#address, { method: "DELETE" }).catch(() => {});
    for (const each of this.#processes) each.kill();
  }
}

/** @returns the `value` of the answer. @throws with what the driver says. */
async function request<T>(url: string, body: unknown): Promise<T> {
  const answer = await fetch(url, { method: "POST", body: JSON.stringify(body) });
  const { value } = (await answer.json()) as { value: T & { message?: string } };
  if (!answer.ok) throw new Error(`WebKitWebDriver: ${value.message ?? answer.statusText}`);
  return value;
}

/** The driver takes a moment until it listens. */
async function untilAnswered<T>(ask: () => Promise<T>): Promise<T> {
  for (let left = 50; ; left--) {
    try {
      // oxlint-disable-next-line no-await-in-loop
      return await ask();
    } catch (thrown) {
      if (left === 0 || !(thrown instanceof TypeError)) throw thrown;
      // oxlint-disable-next-line no-await-in-loop
      await pause(200);
    }
  }
}
