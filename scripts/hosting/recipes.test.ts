import { readFileSync } from "node:fs";
import path from "node:path";
import { runInNewContext } from "node:vm";
import { expect, it } from "vitest";
import { SERVICE_WORKER_FILE } from "../csp.ts";
import { headersFor, MEDIA_TYPES } from "../headers.ts";
import { RECIPE_TEXTS, RECIPES } from "./recipes.ts";

const PATHS = ["/", "/assets/index-a1.js", `/${SERVICE_WORKER_FILE}`, "/manifest.webmanifest"];

it.each(Object.entries(RECIPE_TEXTS))("%s is what `npm run docs:hosting` writes", (name, text) => {
  expect(readFileSync(path.join(RECIPES, name), "utf8")).toBe(text);
});

it("docs/hosting.md names every header and type", () => {
  const docs = readFileSync(path.join(RECIPES, "../hosting.md"), "utf8");
  for (const [header, value] of PATHS.flatMap(headersFor)) {
    expect(docs).toContain(header);
    expect(docs).toContain(value);
  }
  for (const type of Object.values(MEDIA_TYPES)) expect(docs).toContain(`\`${type}\``);
});

it.each(Object.entries(RECIPE_TEXTS))("%s has every header and type", (_name, text) => {
  for (const [header, value] of PATHS.flatMap(headersFor)) {
    expect(text.toLowerCase()).toContain(header.toLowerCase());
    expect(text).toContain(value);
  }
  for (const [ending, type] of Object.entries(MEDIA_TYPES)) {
    expect(text).toContain(ending.slice(1));
    expect(text).toContain(type);
  }
});

it("the function for CloudFront gives each file its headers", () => {
  const code = RECIPE_TEXTS["cloudfront-function.js"] ?? "";
  for (const uri of ["", "/platter"].flatMap((below) => PATHS.map((file) => below + file))) {
    const event = { request: { uri }, response: { headers: { "content-type": { value: "binary" } } } };
    const answer = runInNewContext(`${code}\nhandler(event)`, { event }) as {
      readonly headers: Readonly<Record<string, { readonly value: string }>>;
    };
    for (const [name, value] of headersFor(uri))
      expect({ uri, name, value: answer.headers[name.toLowerCase()]?.value }).toEqual({ uri, name, value });
    const type = MEDIA_TYPES[path.extname(uri)] ?? "binary";
    expect(answer.headers["content-type"]?.value).toBe(type);
  }
});
