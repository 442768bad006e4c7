import { cspForDevelopment, cspHeader } from "./csp.ts";

/** A header of a response: its name and its value. */
export type Header = readonly [name: string, value: string];

/** Folder of the files that are named after their content. */
export const ASSETS = "assets/";

/** How long a browser keeps a file: those of `assets/` never change, everything else is asked for again. */
const KEPT = "max-age=31536000, immutable";
const ASKED = "no-cache";

const SAME: readonly Header[] = [
  ["X-Content-Type-Options", "nosniff"],
  ["Referrer-Policy", "no-referrer"],
];

/**
 * The headers that a host sends with a file of the build. `npm start` sends them, and the recipes of docs/hosting are made of them.
 *
 * @param urlPath path of the request, the build in whatever folder
 */
export function headersFor(urlPath: string): readonly Header[] {
  const isAsset = urlPath.split(/[?#]/)[0]?.includes(`/${ASSETS}`) === true;
  return [
    ["Content-Security-Policy", cspHeader(urlPath)],
    ...SAME,
    ["Cache-Control", isAsset ? KEPT : ASKED],
  ];
}

/** The headers of the development server, which says itself what a browser may keep. */
export const HEADERS_FOR_DEVELOPMENT: readonly Header[] = [
  ["Content-Security-Policy", cspForDevelopment],
  ...SAME,
];

/** Types of files that hosts often don't know, by the ending of the name. */
export const MEDIA_TYPES: Readonly<Record<string, string>> = {
  ".webmanifest": "application/manifest+json",
  ".wasm": "application/wasm",
};
