import { createHash } from "node:crypto";

/**
 * `<style>` elements that react-aria-components inserts: one switches off double-tap zoom on buttons, the other prevents
 * scrolling behind a dialog on iOS. Their texts never change, so their hashes let in exactly them.
 */
const LIBRARY_STYLES = [
  "@layer {\n  [data-react-aria-pressable] {\n    touch-action: pan-x pan-y pinch-zoom;\n  }\n}",
  "@layer {\n  * {\n    overscroll-behavior: contain;\n  }\n}",
];

const styleHashes = LIBRARY_STYLES.map(
  (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`,
);

/** What the page and the engine's worker may do. They may send no request to any server: `connect-src 'none'`. */
const PAGE = {
  "default-src": "'none'",
  "script-src": "'self' 'wasm-unsafe-eval'",
  // Workers are made of Blobs, the service worker is a file.
  "worker-src": "'self' blob:",
  "style-src": ["'self'", ...styleHashes].join(" "),
  "img-src": "'self' data: blob:",
  "font-src": "'self'",
  "connect-src": "'none'",
  "manifest-src": "'self'",
  "base-uri": "'none'",
  "form-action": "'none'",
  "frame-ancestors": "'none'",
};

/** Only the service worker may request files of the page's own server: those of the build, to store them. */
const SERVICE_WORKER = { ...PAGE, "connect-src": "'self'" };

/** Hot reloading uses inline styles, an inline preamble, and a web socket. */
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

/**
 * The policy of the page that is one file: the script and the style that are in it, workers made of the script's own text, and nothing
 * else. Workers made of a Blob have the policy of their page.
 *
 * @param script,style source expressions with the hashes of their text
 */
export const cspForSingleFile = (script: string, style: string): string =>
  policy({
    "default-src": "'none'",
    "script-src": `${script} 'wasm-unsafe-eval'`,
    "worker-src": "blob:",
    "style-src": [style, ...styleHashes].join(" "),
    "img-src": "data: blob:",
    "connect-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'none'",
  });

/** The policy for a `<meta>` element, which may not hold `frame-ancestors`. */
export const cspForMeta = policy(
  Object.fromEntries(Object.entries(PAGE).filter(([name]) => name !== "frame-ancestors")),
);
