/**
 * `npm run test:webkit`: the built page in WebKitGTK, which stands in for Safari: opens a disk, shows every screen, computes hashes and
 * exports the disk, whose bytes have to be right.
 */
import { strictEqual } from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { corpusFolder, corpusImage, unpack } from "../../e2e/support/corpus.ts";
import { freePort, serveBuild } from "../server.ts";
import { findMiniBrowser } from "./find.ts";
import { WebKitSession } from "./session.ts";

const NAME = "log-single.vhdx";
const PIECE = 3 * 2 ** 18;

/** Functions that the scripts below use in the page. */
const HELPERS = `
  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const until = async (what, ask) => {
    for (let left = 600; left > 0; left--) { const found = ask(); if (found) return found; await pause(100); }
    throw new Error("did not come: " + what + "; the page says: " + document.body.innerText.slice(0, 600));
  };
  const all = (selector) => [...document.querySelectorAll(selector)];
  const button = (name) => all("button").find((each) => each.textContent.trim() === name && !each.disabled);
`;

/** Drops the file on the window; the page's policy lets it load none. */
async function drop(session: WebKitSession, file: string): Promise<void> {
  const text = (await readFile(file)).toString("base64");
  for (let at = 0; at < text.length; at += PIECE)
    // The driver takes one command at a time.
    // oxlint-disable-next-line no-await-in-loop
    await session.run("(window.smoke ??= []).push(args[0])", text.slice(at, at + PIECE));
  await session.run(
    `const bytes = Uint8Array.from(atob(window.smoke.join("")), (each) => each.charCodeAt(0));
     const data = new DataTransfer();
     data.items.add(new File([bytes], args[0]));
     for (const type of ["dragenter", "dragover", "drop"])
       document.body.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: data }));`,
    NAME,
  );
}

async function smoke(session: WebKitSession, url: string): Promise<void> {
  const image = corpusImage(NAME);
  await session.goTo(url);
  await session.run(`${HELPERS} await until("the start page", () => button("Open file"));`);
  await drop(session, await unpack(NAME));
  const verdict = await session.run<string>(
    `${HELPERS}
     await until("the file", () => document.querySelector("h1")?.textContent.includes(args[0]));
     return (await until("the verdict", () => document.querySelector("[role=status][aria-label=Verdict]")?.textContent));`,
    NAME,
  );
  console.log(`Opened: ${verdict}`);
  const screens = await session.run<readonly string[]>(
    `${HELPERS}
     const seen = [];
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
  console.log(`Screens: ${screens.join(", ")}`);
  strictEqual(screens.length, 7);
  const hashes = await session.run<string>(
    `${HELPERS}
     all("[role=tablist] [role=tab]")[0].click();
     (await until("Compute hashes", () => button("Compute hashes"))).click();
     return (await until("the hashes", () => document.querySelector("table[aria-label=Hashes]"))).innerText;`,
  );
  for (const digest of [image.sha256, image.virtual_sha256])
    if (!hashes.includes(digest ?? "?")) throw new Error(`The page has no hash ${digest}: ${hashes}`);
  console.log("Hashes: those of EXPECTED.json");
  const exported = await session.run<string>(
    `${HELPERS}
     const make = URL.createObjectURL;
     const blobs = [];
     URL.createObjectURL = (blob) => { blobs.push(blob); return make.call(URL, blob); };
     all("[role=tablist] [role=tab]").at(-1).click();
     await until("what is missing", () => document.body.innerText.includes(args[0]));
     (await until("Export raw disk", () => button("Export raw disk"))).click();
     const blob = await until("the exported disk", () => blobs.find(({ size }) => size > 2 ** 20));
     const digest = await crypto.subtle.digest("SHA-256", await blob.arrayBuffer());
     return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");`,
    "This browser has no file picker: results go to Downloads.",
  );
  strictEqual(exported, image.virtual_sha256);
  console.log("Exported: the disk, byte for byte");
}

const browser = findMiniBrowser();
if (browser === null || corpusFolder() === null) {
  console.log("Skipped: it needs webkit2gtk-driver, xvfb and ../shared/corpus.");
  process.exitCode = process.env.CI === "true" ? 1 : 0;
} else {
  const server = await serveBuild(process.env.PLATTER_DIST ?? "dist", await freePort(), true);
  const session = await WebKitSession.start(browser);
  try {
    await smoke(session, server.url);
  } finally {
    await session.close();
    await server.close();
  }
}
