import { describe, expect, it } from "vitest";
import { PAGE, PageCache } from "./page-cache.ts";
import type { HexData, HexSource } from "./types.ts";

/** A source that answers when told to. */
function source(key: string, size: number, fill: number) {
  const asked: number[] = [];
  const answers: (() => void)[] = [];
  const made: HexSource = {
    key,
    size,
    read: (offset, length) => {
      asked.push(offset);
      return new Promise<HexData>((resolve) => {
        answers.push(() =>
          resolve({
            bytes: new Uint8Array(length).fill(fill),
            marks: [{ offset: offset + 2, length: 3, kind: "replay" }],
          }),
        );
      });
    },
  };
  const answerAll = async () => {
    while (answers.length > 0) {
      for (const answer of answers.splice(0)) answer();
      await new Promise((resolve) => setTimeout(resolve));
    }
  };
  return { made, asked, answerAll };
}

describe("PageCache", () => {
  it("asks for wanted pages once, and never beyond the end", async () => {
    let changes = 0;
    const cache = new PageCache(() => (changes += 1));
    const { made, asked, answerAll } = source("a", 2 * PAGE + 10, 1);
    cache.setSource(made);
    cache.want([1, 2, 3]);
    cache.want([1, 2, 3]);
    await answerAll();
    cache.want([1, 2]);
    expect(asked).toEqual([PAGE, 2 * PAGE]);
    expect(cache.page(2)?.bytes.length).toBe(10);
    expect(changes).toBe(2);
  });

  it("turns marks into a code per byte", async () => {
    const cache = new PageCache(() => {});
    const { made, answerAll } = source("a", 8, 1);
    cache.setSource(made);
    cache.want([0]);
    await answerAll();
    expect([...(cache.page(0)?.codes ?? [])]).toEqual([0, 0, 1, 1, 1, 0, 0, 0]);
  });

  it("asks no more for what was scrolled past", async () => {
    const cache = new PageCache(() => {});
    const { made, asked, answerAll } = source("a", 100 * PAGE, 1);
    cache.setSource(made);
    cache.want([0, 1, 2, 3, 4, 5]);
    cache.want([50]);
    await answerAll();
    expect(asked.map((offset) => offset / PAGE)).toEqual([0, 1, 2, 50]);
  });

  it("keeps the old bytes until the new ones have come, and drops late answers of the old source", async () => {
    const cache = new PageCache(() => {});
    const old = source("old", PAGE, 1);
    cache.setSource(old.made);
    cache.want([0]);
    await old.answerAll();
    const next = source("next", PAGE, 2);
    cache.setSource(next.made);
    expect(cache.page(0)?.bytes[0]).toBe(1);
    await next.answerAll();
    expect(cache.page(0)?.bytes[0]).toBe(2);

    const slow = source("slow", PAGE, 3);
    cache.setSource(slow.made);
    const last = source("last", PAGE, 4);
    cache.setSource(last.made);
    await last.answerAll();
    await slow.answerAll();
    expect(cache.page(0)?.bytes[0]).toBe(4);
  });

  it("says why a page is missing, does not ask again by itself, and does when told", async () => {
    const cache = new PageCache(() => {});
    let calls = 0;
    cache.setSource({
      key: "broken",
      size: PAGE,
      read: () => {
        calls += 1;
        return calls === 1
          ? Promise.reject(new Error("gone"))
          : Promise.resolve({ bytes: new Uint8Array(PAGE), marks: [] });
      },
    });
    cache.want([0]);
    await new Promise((resolve) => setTimeout(resolve));
    cache.want([0]);
    expect(cache.failure).toEqual(new Error("gone"));
    expect(calls).toBe(1);
    cache.retry();
    await new Promise((resolve) => setTimeout(resolve));
    expect(cache.failure).toBeNull();
    expect(cache.page(0)).not.toBeNull();
  });
});
