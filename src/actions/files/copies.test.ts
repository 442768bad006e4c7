import { expect, it } from "vitest";
import type { ChainNode } from "../../../workers/api/index.ts";
import { copiesText } from "./copies.ts";
import { imageSummary } from "./image-summary.fixture.ts";

const open = (id: string, dataWriteGuid: string | null) => {
  const summary = imageSummary({ virtualSize: 0, sectorSize: 512, payloadBlocks: 0, batEntries: 0 });
  return { summary: { ...summary, id, name: id, image: { ...summary.image, dataWriteGuid } } };
};
const childOf = (id: string) => ({ nodes: [{ parent: { id } } as unknown as ChainNode] });
const alone = { nodes: [] };

it("names two copies of a base, and the one that children are read through", () => {
  const views = [open("base.vhdx", "a"), open("base.vhdx.bak", "a"), open("child.avhdx", "b")];
  const text = copiesText(views, ["base.vhdx.bak"], childOf("base.vhdx"));
  expect(text).toMatch(/^base\.vhdx and base\.vhdx\.bak are copies of one disk/);
  expect(text).toMatch(/Children are read through base\.vhdx\.$/);
});

it("says nothing of different disks, of damaged ones, and of copies that were told of before", () => {
  expect(copiesText([open("a", "a"), open("b", "b")], ["a", "b"], alone)).toBeNull();
  expect(copiesText([open("a", null), open("b", null)], ["a", "b"], alone)).toBeNull();
  expect(copiesText([open("a", "a"), open("b", "a"), open("c", "c")], ["c"], alone)).toBeNull();
});
