import { createHash } from "node:crypto";
import { cspForSingleFile } from "../../csp.ts";

/** What goes into the one file. */
export interface Parts {
  /** The built index.html, which names a script, a style, an icon and a manifest. */
  readonly html: string;
  readonly script: string;
  readonly style: string;
  /** The icon, as SVG. */
  readonly icon: string;
  /** Texts that the page shows, by the `id` of the element that holds each. */
  readonly texts: Readonly<Record<string, string>>;
}

const hashOf = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** A parser of HTML reads CR LF as LF, and the policy's hash is taken of what it reads. */
const oneLineEnd = (text: string) => text.replaceAll(/\r\n?/g, "\n");

/** Code that can stand in a `<script>` element: nothing in it ends the element. @throws Error where that is not certain. */
function inScript(code: string): string {
  if (code.includes("<!--"))
    throw new Error('The script holds "<!--", after which a parser of HTML reads "</script" in another way.');
  return oneLineEnd(code).replaceAll(/<\/(script)/gi, String.raw`<\/$1`);
}

const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

/** Takes all elements that match out of the page. @throws Error where there is none */
function without(html: string, element: RegExp, name: string): string {
  if (html.search(element) < 0) throw new Error(`The built page has no ${name}.`);
  return html.replaceAll(element, "");
}

/** Puts a build into one page that loads nothing, with a policy that names its script and its style by their hashes. */
export function oneFileOf({ html, script, style, icon, texts }: Parts): string {
  const code = inScript(script);
  const css = oneLineEnd(style).replaceAll(/<\/(style)/gi, String.raw`<\/$1`);
  let page = without(html, /\s*<script\b[^>]*\bsrc=[^>]*><\/script>/g, "script");
  page = without(page, /\s*<link\b[^>]*rel="stylesheet"[^>]*>/g, "style");
  page = without(page, /\s*<link\b[^>]*rel="manifest"[^>]*>/g, "manifest");
  page = without(page, /\s*<link\b[^>]*rel="icon"[^>]*>/g, "icon");
  const policy = cspForSingleFile(hashOf(code), hashOf(css));
  const head = [
    // Before every element that loads something, and after the encoding, which has to be among the first 1,024 bytes.
    `<meta http-equiv="Content-Security-Policy" content="${policy}" />`,
    `<link rel="icon" href="data:image/svg+xml;base64,${Buffer.from(icon).toString("base64")}" type="image/svg+xml" />`,
    `<style>${css}</style>`,
  ];
  const body = [
    ...Object.entries(texts).map(([id, text]) => `<template id="${id}">${escaped(text)}</template>`),
    `<script type="module">${code}</script>`,
  ];
  const charset = '<meta charset="utf-8" />';
  if (!page.includes(charset) || !page.includes("</body>")) throw new Error("The built page has no frame.");
  // Functions, as a replacement text would give "$" a meaning.
  return page
    .replace(charset, () => [charset, ...head].join("\n    "))
    .replace("</body>", () => `${body.join("\n    ")}\n  </body>`);
}
