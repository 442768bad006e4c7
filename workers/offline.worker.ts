/**
 * The service worker: keeps every file of the build, so that the page works with its server stopped, and asks for
 * nothing but those files. Built alone, without imports, by scripts/build/offline-plugin.ts.
 */

/** Every file of the build, relative to this script, the page as `./`; filled in by the build. */
declare const BUILD_FILES: readonly string[];
/** A hash over all files of the build. */
declare const BUILD_VERSION: string;

const worker = self as unknown as ServiceWorkerGlobalScope;
const PREFIX = "platter-build-";
const CURRENT = PREFIX + BUILD_VERSION;
/** Many hosts send `Vary: Origin`, but a file of the build is the same for every origin. */
const anyone: CacheQueryOptions = { ignoreVary: true };
const page = new URL("./", worker.location.href).href;

worker.addEventListener("install", (event) => event.waitUntil(keepBuild()));
worker.addEventListener("activate", (event) => event.waitUntil(dropOldBuilds()));
worker.addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  if (method !== "GET" || new URL(url).origin !== worker.location.origin) return;
  event.respondWith(mode === "navigate" ? answerPage(event.request) : answerFile(event.request));
});

async function keepBuild(): Promise<void> {
  const cache = await caches.open(CURRENT);
  // The browser's own cache may still hold files of an older build under the same names.
  await cache.addAll(BUILD_FILES.map((file) => new Request(file, { cache: "reload" })));
  await worker.skipWaiting();
}

/** Deletes old builds except for the previous one: another tab may still show it and load a part of it late. */
async function dropOldBuilds(): Promise<void> {
  const builds = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CURRENT);
  await Promise.all(builds.slice(0, -1).map((name) => caches.delete(name)));
  await worker.clients.claim();
}

/** Asks the server first, so that a reload shows a new build. Without a server: the cached file, or else the cached page. */
async function answerPage(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    const cache = await caches.open(CURRENT);
    // A link can lead to a text file, such as the third-party notices.
    const kept = (await cache.match(request, anyone)) ?? (await cache.match(page, anyone));
    if (kept === undefined) throw error;
    return kept;
  }
}

/** Answers from the cache: all other files are named after their content, or are the same in every cached build. */
async function answerFile(request: Request): Promise<Response> {
  const current = await (await caches.open(CURRENT)).match(request, anyone);
  return current ?? (await caches.match(request, anyone)) ?? fetch(request);
}
