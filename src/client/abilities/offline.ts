/** Whether the browser can keep the page's files for use without its server. */
export const canWorkOffline = (): boolean =>
  import.meta.env.PROD && import.meta.env.MODE !== "single" && "serviceWorker" in navigator;

/**
 * Lets the service worker keep all files of the build, so that the page works with its server stopped. The development
 * server has no service worker: it would hold on to old files.
 */
export function workOffline(): void {
  if (!canWorkOffline()) return;
  // Refused in some private windows; the page then works as long as its server does.
  navigator.serviceWorker.register(new URL("offline.js", document.baseURI)).catch(() => undefined);
}
