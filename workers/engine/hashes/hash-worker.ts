import { release } from "../../store/release.ts";
import { type DigestName, type Run, type RunningDigest, startDigest } from "./running-digest.ts";

/** To a hash worker: which digest, then what it is taken of, then the end. */
export type HashOrder =
  | { readonly kind: "start"; readonly name: DigestName }
  | { readonly kind: "add"; readonly run: Run }
  | { readonly kind: "finish" };

/** From a hash worker, one for each order and in their order. */
export type HashAnswer =
  | { readonly kind: "done" }
  | { readonly kind: "digest"; readonly hex: string }
  | { readonly kind: "failed" };

/** The part of `Worker` that is used. */
export interface HashWorker {
  postMessage(order: HashOrder, transfer: Transferable[]): void;
  addEventListener(type: "message", listener: (event: MessageEvent<HashAnswer>) => void): void;
  addEventListener(type: "error", listener: () => void): void;
  terminate(): void;
}

/** The worker's own side of it. */
export interface HashWorkerScope {
  postMessage(answer: HashAnswer): void;
  addEventListener(type: "message", listener: (event: MessageEvent<HashOrder>) => void): void;
}

/** Takes one digest, as it is told to. */
export function serveDigest(scope: HashWorkerScope): void {
  let digest: RunningDigest | null = null;
  const answerTo = async (order: HashOrder): Promise<HashAnswer> => {
    if (order.kind === "start") digest = await startDigest(order.name);
    else if (digest === null) return { kind: "failed" };
    else if (order.kind === "finish") return { kind: "digest", hex: digest.finish() };
    else {
      digest.add(order.run);
      if (order.run.kind === "bytes") release(order.run.bytes);
    }
    return { kind: "done" };
  };
  scope.addEventListener("message", ({ data }) => {
    answerTo(data)
      .catch((): HashAnswer => ({ kind: "failed" }))
      .then(
        (answer) => scope.postMessage(answer),
        () => {},
      );
  });
}
