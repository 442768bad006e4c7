import { strictEqual } from "node:assert/strict";
import { corpusImage, unpack } from "../../../e2e/support/corpus.ts";
import type { Scenario } from "./scenario.ts";

const NAME = "log-single.vhdx";
const NO_PICKER = "This browser has no file picker: results go to Downloads.";

export const dropped: Scenario = {
  title: "A dropped file is looked at on every screen, hashed, and exported by download",
  async run(page, server) {
    const image = corpusImage(NAME);
    await page.load(server.url);
    await page.drop(await unpack(NAME));
    await page.opened(NAME);
    strictEqual((await page.screens()).length, 8);

    const hashes = await page.run<string>(
      `await screen("Overview");
       await press("Compute hashes");
       return (await until("the hashes", () => document.querySelector("table[aria-label=Hashes]"))).innerText;`,
    );
    for (const digest of [image.sha256, image.virtual_sha256])
      if (!hashes.includes(digest ?? "?")) throw new Error(`The page has no hash ${digest}: ${hashes}`);

    const exported = await page.run<string>(
      `const make = URL.createObjectURL;
       const blobs = [];
       URL.createObjectURL = (blob) => { blobs.push(blob); return make.call(URL, blob); };
       await screen("Export");
       await says(args[0]);
       await press("Export raw disk");
       const blob = await until("the exported disk", () => blobs.find(({ size }) => size > 2 ** 20));
       const digest = await crypto.subtle.digest("SHA-256", await blob.arrayBuffer());
       return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");`,
      NO_PICKER,
    );
    strictEqual(exported, image.virtual_sha256);
  },
};
