import { deepStrictEqual } from "node:assert/strict";
import { allStopped, plantRequests } from "../../../e2e/support/plant-requests.ts";
import type { Scenario } from "./scenario.ts";

export const requests: Scenario = {
  title: "A planted request is stopped in the page, and in a worker that it makes of a Blob",
  async run(page, server) {
    await page.load(server.url);
    deepStrictEqual(await page.run(`return (${String(plantRequests)})();`), allStopped);
    const { answers } = await page.run<typeof allStopped>(
      `const code = "globalThis.__name = (each) => each; postMessage(await (" + args[0] + ")());";
       const url = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
       return new Promise((resolve, reject) => {
         const worker = new Worker(url, { type: "module" });
         worker.addEventListener("message", ({ data }) => resolve(data));
         worker.addEventListener("error", () => reject(new Error("the worker failed")));
       });`,
      String(plantRequests),
    );
    // WebKit tells a worker of no violation. The server is there, and would have answered.
    deepStrictEqual(answers, allStopped.answers);
  },
};
