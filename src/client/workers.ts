/** Starts the workers of the page. The build of the single file takes workers.single.ts instead. */
// Vite makes the default exports.
// oxlint-disable import/default
import engineUrl from "../../workers/engine.worker.ts?worker&url";
import hashUrl from "../../workers/hash.worker.ts?worker&url";
import readUrl from "../../workers/read.worker.ts?worker&url";

const starters = new Map<string, string>();

/**
 * The address of a script that imports the worker's file. It is a Blob, for the sake of the content security policy: a worker that is
 * loaded from a host takes the policy of that response, which many hosts can't send; one made of a Blob takes the page's own, which
 * stands in the page as well.
 */
function starterOf(url: string): string {
  let starter = starters.get(url);
  if (starter === undefined) {
    const line = `import ${JSON.stringify(new URL(url, document.baseURI).href)};`;
    // Never revoked: every worker of a kind starts with the same one.
    starter = URL.createObjectURL(new Blob([line], { type: "text/javascript" }));
    starters.set(url, starter);
  }
  return starter;
}

const start = (url: string, name: string) => new Worker(starterOf(url), { type: "module", name });

export const startEngineWorker = (): Worker => start(engineUrl, "platter-engine");
export const startHashWorker = (): Worker => start(hashUrl, "platter-hash");
export const startReadWorker = (): Worker => start(readUrl, "platter-read");
