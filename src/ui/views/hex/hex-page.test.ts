import { expect, it } from "vitest";
import { hexPage, PAGE, pagesOf } from "./hex-page.ts";

it("turns marks into a code per byte, cut at the page's ends", () => {
  const { codes } = hexPage(100, {
    bytes: new Uint8Array(8),
    marks: [
      { offset: 90, length: 12, kind: "replay" },
      { offset: 101, length: 2, kind: "user" },
      { offset: 106, length: 50, kind: "parent" },
      { offset: 10, length: 5, kind: "unreadable" },
    ],
  });
  expect([...(codes ?? [])]).toEqual([1, 2, 2, 0, 0, 0, 4, 4]);
});

it("asks for whole pages, and no further than the end", async () => {
  const asked: [number, number][] = [];
  const pages = pagesOf({
    key: "a",
    size: PAGE + 10,
    read: (offset, length) => {
      asked.push([offset, length]);
      return Promise.resolve({ bytes: new Uint8Array(length), marks: [] });
    },
  });
  expect(pages.pages).toBe(2);
  await pages.load(0);
  expect((await pages.load(1)).codes).toBeNull();
  expect(asked).toEqual([
    [0, PAGE],
    [PAGE, 10],
  ]);
});
