import { rejects } from "node:assert/strict";
import type { Scenario } from "./scenario.ts";

/** The last one, as no other has a server after it. */
export const stopped: Scenario = {
  title: "The page works with its server stopped",
  async run(page, server) {
    await page.load(server.url);
    await page.run("await navigator.serviceWorker.ready;");
    await server.close();
    await rejects(fetch(server.url));
    await page.load(server.url);
    await page.run(`await press("Open sample");`);
    await page.opened("crashed.vhdx");
    await page.screens();
  },
};
