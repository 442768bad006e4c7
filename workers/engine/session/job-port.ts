import * as Comlink from "comlink";
import type { JobPort } from "../../api/index.ts";

/** The form in which src/client/job-port.ts sends a `JobPort`. */
interface SentPort {
  readonly id: JobPort["id"];
  readonly callbacks: MessagePort;
}

/** Turns what the page sent into a `JobPort`, whose callbacks call the page. */
export function installJobPort(): void {
  Comlink.transferHandlers.set("job-port", {
    // The engine never sends a `JobPort`.
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
