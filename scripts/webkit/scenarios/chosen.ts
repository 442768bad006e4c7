import { strictEqual } from "node:assert/strict";
import { unpack } from "../../../e2e/support/corpus.ts";
import type { Scenario } from "./scenario.ts";

const NAME = "log-single.vhdx";

export const chosen: Scenario = {
  title: "A file that is chosen by the button is looked at on every screen",
  async run(page, server) {
    await page.load(server.url);
    // Nobody is there to answer the system's dialog, so the field behind it gets the file.
    await page.give(
      await unpack(NAME),
      `const click = HTMLInputElement.prototype.click;
       HTMLInputElement.prototype.click = function () {
         if (this.type !== "file") return click.call(this);
         this.files = data.files;
         this.dispatchEvent(new Event("change", { bubbles: true }));
       };
       await press("Open file");`,
    );
    await page.opened(NAME);
    strictEqual((await page.screens()).length, 8);
  },
};
