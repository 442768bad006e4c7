import { expect, it } from "vitest";
import { SparseWords } from "../../bytes/sparse-words.ts";
import { ListedOwners, UnnamedMib } from "./free-mib.ts";
import { MibSet } from "./mib-set.ts";

it("takes no MiB for free that an entry without storage names, wherever it lies in a free run", () => {
  for (let named = 3; named < 9; named += 1) {
    const set = new MibSet();
    set.set(named);
    const free = new UnnamedMib(new ListedOwners(new SparseWords(16)), set);
    for (let from = 0; from <= named; from += 1) expect(free.nextTaken(from, 16)).toBe(named);
    expect(free.nextTaken(named + 1, 16)).toBe(16);
    expect(free.nextFree(named, 16)).toBe(named + 1);
  }
});
