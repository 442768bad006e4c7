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
