import type { Page } from "@playwright/test";

/**
 * Tries in several ways to reach the page's own server, which would answer. Runs in the page or in a worker. Resolves with the requests
 * that the policy stopped.
 */
export async function plantRequests(): Promise<{ readonly answers: string[]; readonly stopped: string[] }> {
  const stopped = new Set<string>();
  addEventListener("securitypolicyviolation", (event) => stopped.add(event.effectiveDirective));
  const ask = (url: string) =>
    fetch(url).then(
      () => "answered",
      () => "stopped",
    );
  const socket = new Promise<string>((resolve) => {
    try {
      const opened = new WebSocket(`ws://${new URL(location.origin).host}/`);
      opened.addEventListener("open", () => resolve("answered"));
      opened.addEventListener("error", () => resolve("stopped"));
    } catch {
      resolve("stopped");
    }
  });
  const xhr = new Promise<string>((resolve) => {
    const request = new XMLHttpRequest();
    request.addEventListener("load", () => resolve("answered"));
    request.addEventListener("error", () => resolve("stopped"));
    request.open("GET", new URL("/", location.origin));
    request.send();
  });
  const answers = await Promise.all([ask(new URL("/", location.origin).href), xhr, socket]);
  // The events come after the errors.
  await new Promise((resolve) => setTimeout(resolve, 100));
  return { answers, stopped: [...stopped] };
}

/** What `plantRequests` tells where no request got through. */
export const allStopped = {
  answers: ["stopped", "stopped", "stopped"],
  stopped: ["connect-src"],
};

/**
 * Runs a function without parameters in a worker that the page makes as it makes its own, of a Blob: Playwright can run none in
 * Firefox's workers.
 *
 * @param type the hosted page makes modules, the single file classic workers
 */
export function inBlobWorker<T>(page: Page, type: WorkerType, work: () => Promise<T>): Promise<T> {
  return page.evaluate(
    ({ text, kind }) =>
      new Promise((resolve, reject) => {
        const code = `(${text})().then((told) => postMessage(told));`;
        const worker = new Worker(URL.createObjectURL(new Blob([code], { type: "text/javascript" })), {
          type: kind,
        });
        worker.addEventListener("message", ({ data }) => resolve(data));
        worker.addEventListener("error", () => reject(new Error("the worker failed")));
      }),
    { text: String(work), kind: type },
  ) as Promise<T>;
}

/** What became of requests to another program of this machine, with the directives that stopped them. */
export type Outcome = Readonly<Record<"fetch" | "socket" | "worker" | "image" | "by", string>>;

/** The same for a page that was opened from a disk, whose own server nobody is. Runs in the page, and in a worker without images. */
export async function plantFromDisk(): Promise<Outcome> {
  const outcome = (work: (done: (text: string) => void) => void) =>
    new Promise<string>((resolve) => {
      try {
        work(resolve);
      } catch {
        resolve("stopped");
      }
    });
  const url = "http://127.0.0.1:9/planted";
  const stopped = new Set<string>();
  addEventListener("securitypolicyviolation", (event) => stopped.add(event.effectiveDirective));
  const answers = {
    fetch: await fetch(url).then(
      () => "answered",
      () => "stopped",
    ),
    socket: await outcome((done) => {
      const socket = new WebSocket(url.replace("http", "ws"));
      socket.addEventListener("open", () => done("answered"));
      socket.addEventListener("error", () => done("stopped"));
    }),
    worker: await outcome((done) => {
      const worker = new Worker(`${url}.js`);
      worker.addEventListener("message", () => done("answered"));
      worker.addEventListener("error", () => done("stopped"));
    }),
    image: await outcome((done) => {
      if (!("Image" in globalThis)) return done("no images here");
      const image = new Image();
      image.addEventListener("load", () => done("answered"));
      image.addEventListener("error", () => done("stopped"));
      image.src = `${url}.png`;
    }),
  };
  // The events come after the errors.
  await new Promise((resolve) => setTimeout(resolve, 100));
  return { ...answers, by: [...stopped].toSorted().join(" ") };
}
