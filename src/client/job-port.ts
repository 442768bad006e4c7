import * as Comlink from "comlink";
import type { JobId, JobPort } from "../../workers/api/index.ts";

/** What the page does while a job runs: the callbacks of a `JobPort`. */
export type JobCallbacks = Omit<JobPort, "id">;

let jobs = 0;

/** A job's id, which this page has not used before, and its callbacks: the last argument of every long call. */
export class PageJobPort implements JobPort {
  readonly id: JobId;
  readonly progress: JobPort["progress"];
  readonly findings: NonNullable<JobPort["findings"]>;
  readonly unread: NonNullable<JobPort["unread"]>;

  constructor({ progress, findings = () => {}, unread = () => Promise.resolve(false) }: JobCallbacks) {
    jobs += 1;
    this.id = `job-${jobs}`;
    this.progress = progress;
    this.findings = findings;
    this.unread = unread;
  }
}

/**
 * Lets Comlink carry job ports: the id as it is, since a cancel may follow at once, and the callbacks behind a message port. The
 * engine's half is workers/engine/session/job-port.ts.
 */
export function installJobPort(): void {
  Comlink.transferHandlers.set("job-port", {
    canHandle: (value): value is PageJobPort => value instanceof PageJobPort,
    serialize: ({ id, progress, findings, unread }: PageJobPort) => {
      const { port1, port2 } = new MessageChannel();
      Comlink.expose({ progress, findings, unread }, port1);
      return [{ id, callbacks: port2 }, [port2]];
    },
    deserialize: () => {
      throw new Error("The engine sends no job ports.");
    },
  });
}
