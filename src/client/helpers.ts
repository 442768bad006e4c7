import {
  HELPER_END,
  HELPER_FAILED,
  type HelperKind,
  isHelperRequest,
} from "../../workers/shared/helper-workers.ts";
import { startHashWorker, startReadWorker } from "./workers.ts";

const START: Readonly<Record<HelperKind, () => Worker>> = { hash: startHashWorker, read: startReadWorker };

/**
 * Makes the workers that the engine asks for, and hands each its end of a message channel.
 *
 * @returns ends all of them: a worker outlives its engine otherwise.
 */
export function serveHelpers(engine: Worker): () => void {
  const running = new Set<Worker>();
  engine.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
    if (!isHelperRequest(data)) return;
    const { kind, port, control } = data;
    let helper: Worker;
    try {
      helper = START[kind]();
    } catch {
      control.postMessage(HELPER_FAILED);
      return;
    }
    running.add(helper);
    helper.addEventListener("error", () => control.postMessage(HELPER_FAILED));
    control.addEventListener("message", (told) => {
      if (told.data !== HELPER_END) return;
      helper.terminate();
      running.delete(helper);
      control.close();
    });
    control.start();
    helper.postMessage(port, [port]);
  });
  return () => {
    for (const helper of running) helper.terminate();
    running.clear();
  };
}
