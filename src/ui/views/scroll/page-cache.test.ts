import { describe, expect, it } from "vitest";
import { PageCache, type PageSource } from "./page-cache.ts";

/** A source that answers when told to, with its key and the page's index. */
function source(key: string, pages: number) {
  const asked: number[] = [];
  const answers: (() => void)[] = [];
  const made: PageSource<string> = {
    key,
    pages,
    load: (index) => {
      asked.push(index);
      return new Promise((resolve) => {
        answers.push(() => resolve(`${key}${index}`));
      });
    },
  };
  const answerAll = async () => {
    while (answers.length > 0) {
      for (const answer of answers.splice(0)) answer();
      // Each answer may bring another question.
      // oxlint-disable-next-line no-await-in-loop
      await new Promise((resolve) => setTimeout(resolve));
    }
  };
  return { made, asked, answerAll };
}

describe("PageCache", () => {
  it("tells whose page it still shows", async () => {
    const cache = new PageCache<string>(() => {});
    const before = source("a", 1);
    cache.setSource(before.made);
    cache.want([0]);
    expect(cache.isFrom("a", 0)).toBe(false);
    await before.answerAll();
    const after = source("b", 1);
    cache.setSource(after.made);
    expect([cache.isFrom("a", 0), cache.isFrom("b", 0)]).toEqual([true, false]);
    await after.answerAll();
    expect(cache.isFrom("b", 0)).toBe(true);
  });

  it("asks for wanted pages once, and never beyond the ends", async () => {
    let changes = 0;
    const cache = new PageCache<string>(() => (changes += 1));
    const { made, asked, answerAll } = source("a", 3);
    cache.setSource(made);
    cache.want([-1, 1, 2, 3]);
    cache.want([-1, 1, 2, 3]);
    await answerAll();
    cache.want([1, 2]);
    expect(asked).toEqual([1, 2]);
    expect(cache.page(2)).toBe("a2");
    expect(cache.page(0)).toBeNull();
    expect(changes).toBe(2);
  });

  it("asks no more for what was scrolled past", async () => {
    const cache = new PageCache<string>(() => {});
    const { made, asked, answerAll } = source("a", 100);
    cache.setSource(made);
    cache.want([0, 1, 2, 3, 4, 5]);
    cache.want([50]);
    await answerAll();
    expect(asked).toEqual([0, 1, 2, 50]);
  });

  it("keeps the old pages until the new ones have come, and drops late answers of the old source", async () => {
    const cache = new PageCache<string>(() => {});
    const old = source("old", 1);
    cache.setSource(old.made);
    cache.want([0]);
    await old.answerAll();
    const next = source("next", 1);
    cache.setSource(next.made);
    expect(cache.page(0)).toBe("old0");
    await next.answerAll();
    expect(cache.page(0)).toBe("next0");

    const slow = source("slow", 1);
    cache.setSource(slow.made);
    const last = source("last", 1);
    cache.setSource(last.made);
    await last.answerAll();
    await slow.answerAll();
    expect(cache.page(0)).toBe("last0");
  });

  it("forgets the oldest pages, but none in sight", async () => {
    const cache = new PageCache<string>(() => {});
    const { made, answerAll } = source("a", 1000);
    cache.setSource(made);
    for (let index = 0; index < 200; index += 1) {
      cache.want([0, index]);
      // One page after the other, as a slow scroll does.
      // oxlint-disable-next-line no-await-in-loop
      await answerAll();
    }
    expect(cache.page(0)).toBe("a0");
    expect(cache.page(1)).toBeNull();
    expect(cache.page(199)).toBe("a199");
  });

  it("asks again for none of several pages that failed", async () => {
    const cache = new PageCache<string>(() => {});
    const asked: number[] = [];
    cache.setSource({
      key: "broken",
      pages: 9,
      load: (index) => {
        asked.push(index);
        return Promise.reject(new Error(`gone ${index}`));
      },
    });
    cache.want([4, 5, 6, 3]);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(asked).toEqual([4, 5, 6, 3]);
    expect(cache.failure).toEqual(new Error("gone 4"));
  });

  it("says why a page is missing, does not ask again by itself, and does when told", async () => {
    const cache = new PageCache<string>(() => {});
    let calls = 0;
    cache.setSource({
      key: "broken",
      pages: 1,
      load: () => {
        calls += 1;
        return calls === 1 ? Promise.reject(new Error("gone")) : Promise.resolve("there");
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
    expect(cache.page(0)).toBe("there");
  });
});
