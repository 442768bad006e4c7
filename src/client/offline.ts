/**
 * Lets the service worker keep all files of the build, so that the page works with its server stopped. The development
 * server has no service worker: it would hold on to old files.
 */
export function workOffline(): void {
  if (!import.meta.env.PROD || import.meta.env.MODE === "single" || !("serviceWorker" in navigator)) return;
  // Refused in some private windows; the page then works as long as its server does.
  navigator.serviceWorker.register(new URL("offline.js", document.baseURI)).catch(() => undefined);
}
