import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { oneFileOf, type Parts } from "./one-file.ts";

const PARTS: Parts = {
  html: `<!doctype html>
<html>
  <head>
    <meta charset="utf-8" />
    <script type="module" crossorigin src="./assets/index.js"></script>
    <link rel="stylesheet" crossorigin href="./assets/index.css">
    <link rel="icon" href="./icons/icon.svg" type="image/svg+xml" />
    <link rel="manifest" href="./manifest.webmanifest" />
  </head>
  <body>
    <div id="root"></div>
  </body>
</html>
`,
  script: 'const end = "</script>", money = "$&";',
  style: "p { color: red }",
  icon: "<svg/>",
  texts: { licence: "a < b & c" },
};

const between = (page: string, start: string, end: string) => page.split(start)[1]?.split(end)[0] ?? "";
const hash = (text: string) => createHash("sha256").update(text).digest("base64");

it("loads nothing, and its policy names what is in it", () => {
  const page = oneFileOf(PARTS);
  expect(page).not.toMatch(/src=|href="\./);
  const policy = between(page, 'Content-Security-Policy" content="', '"');
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("connect-src 'none'");
  expect(policy).toContain(`'sha256-${hash(between(page, '<script type="module">', "</script>"))}'`);
  expect(policy).toContain(`'sha256-${hash(between(page, "<style>", "</style>"))}'`);
});

it("keeps the script's text, with nothing in it that ends the element", () => {
  const page = oneFileOf(PARTS);
  expect(page).toContain(String.raw`const end = "<\/script>", money = "$&";`);
  expect(page).toContain('<template id="licence">a &lt; b &amp; c</template>');
  expect(() => oneFileOf({ ...PARTS, script: '"<!--"' })).toThrow('holds "<!--"');
});

it("takes line ends as a parser of HTML does, for the sake of the hash", () => {
  const page = oneFileOf({ ...PARTS, script: "a;\r\nb;\rc;" });
  expect(page).toContain(">a;\nb;\nc;<");
});

it("refuses a page that lacks what is to be replaced", () => {
  expect(() => oneFileOf({ ...PARTS, html: PARTS.html.replace(/<link rel="icon.*/, "") })).toThrow("no icon");
});
