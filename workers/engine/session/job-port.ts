import * as Comlink from "comlink";
import type { JobPort } from "../../api/index.ts";

/** What crosses of a `JobPort`; src/client/job-port.ts sends it. */
interface SentPort {
  readonly id: JobPort["id"];
  readonly callbacks: MessagePort;
}

/** Makes a `JobPort` of what the page sent: its callbacks are calls to the page. */
export function installJobPort(): void {
  Comlink.transferHandlers.set("job-port", {
    // The engine hands out none.
    canHandle: (_value): _value is JobPort => false,
    serialize: () => [null, []],
    deserialize: ({ id, callbacks }: SentPort): JobPort => {
      callbacks.start();
      // Calls of a remote object are asynchronous, so progress returns a promise that `Jobs` looks after.
      const page = Comlink.wrap(callbacks) as unknown as Required<JobPort>;
      return { id, progress: page.progress, findings: page.findings, unread: page.unread };
    },
  });
}
