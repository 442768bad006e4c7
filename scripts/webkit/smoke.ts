/** `npm run test:webkit`: the built page in WebKitGTK, which stands in for Safari. Prints each scenario that went well. */
import { corpusFolder } from "../../e2e/support/corpus.ts";
import { freePort, serveBuild } from "../server.ts";
import { findMiniBrowser } from "./find.ts";
import { WebKitPage } from "./page.ts";
import { chosen } from "./scenarios/chosen.ts";
import { dropped } from "./scenarios/dropped.ts";
import { files } from "./scenarios/files.ts";
import { install, missing } from "./scenarios/missing.ts";
import { requests } from "./scenarios/requests.ts";
import { stopped } from "./scenarios/stopped.ts";
import { WebKitSession } from "./session.ts";

const SCENARIOS = [dropped, chosen, files, missing, install, requests, stopped];

const browser = findMiniBrowser();
if (browser === null || corpusFolder() === null) {
  console.log("Skipped: it needs webkit2gtk-driver, xvfb and ../shared/corpus.");
  process.exitCode = process.env.CI === "true" ? 1 : 0;
} else {
  const server = await serveBuild(process.env.PLATTER_DIST ?? "dist", await freePort(), true);
  const session = await WebKitSession.start(browser);
  try {
    const page = new WebKitPage(session);
    for (const { title, run } of SCENARIOS) {
      // There is one page.
      // oxlint-disable-next-line no-await-in-loop
      await run(page, server);
      console.log(title);
    }
  } finally {
    await session.close();
    await server.close();
  }
}
