import type { Serving } from "../../server.ts";
import type { WebKitPage } from "../page.ts";

/** A part of the test in WebKit. */
export interface Scenario {
  /** What is shown, as it is printed. */
  readonly title: string;
  /** @throws where the page does something else */
  readonly run: (page: WebKitPage, server: Serving) => Promise<void>;
}
