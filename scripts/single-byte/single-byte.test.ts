import { beforeAll, expect, it, vi } from "vitest";
import { unpack } from "../../e2e/support/corpus.ts";
import { FULL } from "../../e2e/support/full.ts";
import { requireTool } from "../../e2e/support/needs.ts";
import { loadCrc32c } from "../../workers/bytes/crc32c.ts";
import { NodeFileStore } from "../../workers/node/file-store.ts";
import { damagesOf } from "./damages.ts";
import { tryDamage } from "./experiment.ts";
import { IMAGES } from "./images.ts";
import { Counts } from "./table.ts";

/** Every n-th byte is tried: all of them take an hour (`npm run single-byte`). */
const EVERY = FULL ? 29 : 97;
/** How much later each image begins: the structures of most images lie in the same places. */
const LATER = 3;

vi.setConfig({ testTimeout: 1_800_000 });
beforeAll(loadCrc32c);

it.for(IMAGES)("no fix that loses nothing gives another value: one wrong byte in %s", async (name, test) => {
  requireTool(test, "corpus");
  const image = new NodeFileStore(await unpack(name));
  const counts = new Counts();
  const wrong = [];
  const first = (IMAGES.indexOf(name) * LATER) % EVERY;
  for (const [nth, damage] of [...damagesOf(image)].entries()) {
    if (nth % EVERY !== first) continue;
    const outcome = tryDamage(image, damage);
    counts.add(damage, outcome);
    if (outcome === "wrong") wrong.push(damage);
  }
  expect(wrong).toEqual([]);
  expect(counts.markdown()).toContain("Headers");
});
