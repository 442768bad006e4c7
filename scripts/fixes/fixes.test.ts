import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { requireTool } from "../../e2e/support/needs.ts";
import { loadCrc32c } from "../../workers/bytes/crc32c.ts";
import { kindOf } from "./losses.ts";
import { FIXES_DOC, judgeAll, type Judged, page } from "./table.ts";

vi.setConfig({ testTimeout: 900_000 });
beforeAll(loadCrc32c);

const REPAIR = new URL("../../workers/vhdx/repair/", import.meta.url).pathname;

/** The kinds of fixes that the planners name in their sources. */
function kindsInSources(): readonly string[] {
  const files = readdirSync(REPAIR, { recursive: true, encoding: "utf8" }).filter((file) =>
    /(?<!\.test)\.ts$/.test(file),
  );
  const text = files.map((file) => readFileSync(path.join(REPAIR, file), "utf8")).join("\n");
  const ids = [...text.matchAll(/\bid: ([^\n]*)/g)].map(([, id]) => id ?? "");
  return [
    ...new Set(
      ids.flatMap((id) => [...id.matchAll(/["`]([a-z]+(?:-[a-z0-9]+)+)/g)].map(([, kind]) => kind ?? "")),
    ),
  ];
}

describe("every fix", () => {
  it("is right by its outcome, in each column, as docs/fixes.md says", async (test) => {
    requireTool(test, "cases", "qemu-img");
    const judged: Judged[] = [];
    for await (const each of judgeAll()) judged.push(each);
    const wrong = judged.flatMap(({ image, fix, wrong: columns, qemu }) => {
      const faults = Object.values(columns).flat();
      return faults.length === 0 && (qemu === null || qemu === "")
        ? []
        : [{ image, fix: fix.id, faults, qemu }];
    });
    expect(wrong).toEqual([]);
    expect(judged.filter(({ states }) => states > 0).length).toBeGreaterThan(50);
    const kinds = new Set(judged.map(({ fix }) => kindOf(fix)));
    expect(kindsInSources().filter((kind) => !kinds.has(kind))).toEqual([]);
    expect(page(judged)).toBe(readFileSync(FIXES_DOC, "utf8"));
  });

  it("has a name that the sources tell", () => {
    expect(kindsInSources().length).toBeGreaterThan(40);
  });
});
