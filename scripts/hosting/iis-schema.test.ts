import { expect, it } from "vitest";
import { iisProblems } from "./iis-schema.ts";
import { RECIPE_TEXTS } from "./recipes.ts";

const recipe = RECIPE_TEXTS["web.config"] ?? "";

it("web.config has nothing that IIS would refuse", () => {
  expect(iisProblems(recipe)).toEqual([]);
});

it.each([
  ["an element", "<clientCache ", "<clientCaching "],
  ["an attribute", "mimeType=", "type="],
  ["a value", '"NoControl"', '"Never"'],
  ["a section", "defaultDocument>", "defaultDocuments>"],
  ["an element in a collection", '<add value="index.html"', '<insert value="index.html"'],
  ["a key that is there twice", '<remove name="Cache-Control" />', ""],
  ["an attribute of a location", '<location path="assets"', '<location folder="assets"'],
])("%s that IIS does not take is found", (_what, from, to) => {
  expect(recipe).toContain(from);
  expect(iisProblems(recipe.replaceAll(from, to))).not.toEqual([]);
});

it("an element that is not closed is refused", () => {
  expect(() => iisProblems(recipe.replace("</configuration>", ""))).toThrow("not closed");
});
