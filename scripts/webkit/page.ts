import { readFile } from "node:fs/promises";
import path from "node:path";
import type { WebKitSession } from "./session.ts";

const PIECE = 3 * 2 ** 18;

/** Functions for the scripts that run in the page. */
const HELPERS = `
  // What the loader calls in functions that it compiled.
  globalThis.__name = (each) => each;
  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const until = async (what, ask) => {
    for (let left = 600; left > 0; left--) { const found = ask(); if (found) return found; await pause(100); }
    throw new Error("did not come: " + what + "; the page says: " + document.body.innerText.slice(0, 600));
  };
  const all = (selector) => [...document.querySelectorAll(selector)];
  const called = (each) => each.getAttribute("aria-label") ?? each.textContent.trim();
  const button = (name) => all("button").find((each) => called(each) === name && !each.disabled);
  const press = async (name) => (await until(name, () => button(name))).click();
  const says = (what) => until("'" + what + "'", () => document.body.innerText.includes(what));
  const screen = async (name) => {
    const tab = all("[role=tablist] [role=tab]").find((each) => each.textContent.startsWith(name));
    tab.click();
    await until(name + " as the chosen tab", () => tab.getAttribute("aria-selected") === "true");
  };
  const dialog = (name) => until("the dialog " + name, () =>
    all("[role=dialog]").find((each) => each.textContent.includes(name)));
  const fill = (field, text) => {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(field, text);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new FocusEvent("focusout", { bubbles: true }));
  };
  const labelled = (within, label) => [...within.querySelectorAll("input")].find((each) =>
    [...each.labels].some((one) => one.textContent.trim() === label) || each.getAttribute("aria-label") === label);
  const command = async (name) => {
    document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "k", code: "KeyK", ctrlKey: true, bubbles: true, cancelable: true }));
    const field = await until("the palette", () => document.querySelector("input[role=combobox]"));
    fill(field, name);
    return until("results", () => all("[role=option]").length > 0 && all("[role=option]"));
  };
`;

/** A page of Platter in WebKit, for one scenario. */
export class WebKitPage {
  readonly #session: WebKitSession;

  constructor(session: WebKitSession) {
    this.#session = session;
  }

  /** Runs the body of an asynchronous function in the page, with the helpers above; its parameters are in `args`. */
  run<T>(script: string, ...args: readonly unknown[]): Promise<T> {
    return this.#session.run(`${HELPERS}\n${script}`, ...args);
  }

  /** Loads the page anew, whatever was pending in it, and waits for its first screen. */
  async load(url: string): Promise<void> {
    await this.#session.goTo("about:blank");
    await this.#session.goTo(url);
    await this.run(`await until("the start page", () => button("Open file"));`);
  }

  /**
   * Hands a file over: the page's policy lets it load none.
   *
   * @param script what is done with `data`, a DataTransfer that holds the file
   */
  async give(file: string, script: string): Promise<void> {
    const text = (await readFile(file)).toString("base64");
    await this.run("window.given = [];");
    for (let at = 0; at < text.length; at += PIECE)
      // The driver takes one command at a time.
      // oxlint-disable-next-line no-await-in-loop
      await this.run("window.given.push(args[0])", text.slice(at, at + PIECE));
    await this.run(
      `const bytes = Uint8Array.from(atob(window.given.join("")), (each) => each.charCodeAt(0));
       const data = new DataTransfer();
       data.items.add(new File([bytes], args[0]));
       ${script}`,
      path.basename(file),
    );
  }

  /** Drops the file on the window. */
  drop(file: string): Promise<void> {
    return this.give(
      file,
      `for (const type of ["dragenter", "dragover", "drop"])
         document.body.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: data }));`,
    );
  }

  /** Waits until a file is open and judged. @returns the verdict */
  opened(name: string): Promise<string> {
    return this.run(
      `await until("the file", () => document.querySelector("h1")?.textContent.includes(args[0]));
       return (await until("the verdict", () => document.querySelector("[role=status][aria-label=Verdict]")?.textContent));`,
      name,
    );
  }

  /** Shows every screen. @returns their names */
  screens(): Promise<readonly string[]> {
    return this.run(
      `const seen = [];
       for (const tab of all("[role=tablist] [role=tab]")) {
         tab.click();
         await until(tab.textContent + " as the chosen tab", () => tab.getAttribute("aria-selected") === "true");
         await until("something on " + tab.textContent, () =>
           all("[role=tabpanel]").some((panel) => panel.innerText.trim().length > 40) && !document.querySelector("[aria-busy=true]"));
         if (document.body.innerText.includes("Platter made a mistake")) throw new Error("a mistake on " + tab.textContent);
         seen.push(tab.textContent.replace(/\\d+$/, "").trim());
       }
       return seen;`,
    );
  }
}
