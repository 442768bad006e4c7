import { createHash } from "node:crypto";

/**
 * `<style>` elements that react-aria-components inserts by itself: one that switches off double-tap zoom on what can be
 * pressed, one against scrolling behind a dialog on iOS. Their texts never change, so their hashes let in exactly them.
 */
const LIBRARY_STYLES = [
  "@layer {\n  [data-react-aria-pressable] {\n    touch-action: pan-x pan-y pinch-zoom;\n  }\n}",
  "@layer {\n  * {\n    overscroll-behavior: contain;\n  }\n}",
];

const styleHashes = LIBRARY_STYLES.map(
  (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`,
);

/** What the page and the engine's worker may do. Nothing may be asked of any server: `connect-src 'none'`. */
const PAGE = {
  "default-src": "'none'",
  "script-src": "'self' 'wasm-unsafe-eval'",
  "worker-src": "'self'",
  "style-src": ["'self'", ...styleHashes].join(" "),
  "img-src": "'self' data: blob:",
  "font-src": "'self'",
  "connect-src": "'none'",
  "manifest-src": "'self'",
  "base-uri": "'none'",
  "form-action": "'none'",
  "frame-ancestors": "'none'",
};

/** The service worker asks the page's own server for the build's files, to keep them; nobody else does. */
const SERVICE_WORKER = { ...PAGE, "connect-src": "'self'" };

/** Hot reloading sends styles and a preamble inline and talks through a web socket. */
const DEVELOPMENT = {
  ...PAGE,
  "script-src": "'self' 'wasm-unsafe-eval' 'unsafe-inline'",
  "style-src": "'self' 'unsafe-inline'",
  "connect-src": "'self' ws:",
};

/** File name of the service worker's script, beside `index.html`. */
export const SERVICE_WORKER_FILE = "offline.js";

function policy(directives: Readonly<Record<string, string>>): string {
  return Object.entries(directives)
    .map(([name, value]) => `${name} ${value}`)
    .join("; ");
}

/** The `Content-Security-Policy` header for a path of the built page. */
export function cspHeader(urlPath: string): string {
  return policy(urlPath.split(/[?#]/)[0]?.endsWith(`/${SERVICE_WORKER_FILE}`) ? SERVICE_WORKER : PAGE);
}

/** The header of the development server. */
export const cspForDevelopment = policy(DEVELOPMENT);

/** The policy for a `<meta>` element, which may not hold `frame-ancestors`. */
export const cspForMeta = policy(
  Object.fromEntries(Object.entries(PAGE).filter(([name]) => name !== "frame-ancestors")),
);
