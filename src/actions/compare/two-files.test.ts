import { expect, it } from "vitest";
import type { ChangeList } from "../../../workers/api/index.ts";
import { newView } from "../../state/files.ts";
import { imageSummary } from "../files/image-summary.fixture.ts";
import { chosenBlocks, type OpenView, wantedComparison } from "./two-files.ts";

const FACTS = { virtualSize: 2 ** 30, sectorSize: 512, payloadBlocks: 32, batEntries: 32 };

function view(id: string, part: Partial<OpenView> = {}): OpenView {
  const summary = { ...imageSummary(FACTS), id };
  const source = { kind: "working", name: id } as const;
  return { ...newView(source, null, summary, { bookmarks: [], digests: null }), summary, ...part };
}

const changes = (): ChangeList => ({ done: [], undone: [], touched: 0, fileSize: 0 });

it("holds the other file against the shown one, each on its own layer", () => {
  const other = view("other", { layer: "replayed", upTo: 3 });
  expect(wantedComparison("structures", other, view("shown"), null, null).request).toEqual({
    kind: "structures",
    a: { image: "other", layer: { name: "replayed", upTo: 3 } },
    b: { image: "shown", layer: { name: "original", upTo: null } },
  });
  expect(wantedComparison("disks", other, view("shown"), { first: 4, last: 9 }, null).request).toMatchObject({
    kind: "disks",
    first: 4,
    blocks: 6,
  });
});

it("takes all blocks, or those of the chosen ones that the disk has", () => {
  expect(chosenBlocks(null, 32)).toEqual({ first: 0, last: 31 });
  expect(chosenBlocks({ first: 30, last: 99 }, 32)).toEqual({ first: 30, last: 31 });
  expect(chosenBlocks({ first: 40, last: 99 }, 32)).toEqual({ first: 31, last: 31 });
  expect(chosenBlocks(null, 0)).toEqual({ first: 0, last: 0 });
});

it("asks the same as long as both files are the same", () => {
  const list = changes();
  const asked = (other: OpenView, shown: OpenView) =>
    wantedComparison("structures", other, shown, null, null).asked;
  const before = asked(view("other"), view("shown", { changes: list }));
  expect(asked(view("other"), view("shown", { changes: list }))).toBe(before);
  // Another change, another layer, another file under the same id, `Read anyway`.
  expect(asked(view("other"), view("shown", { changes: changes() }))).not.toBe(before);
  expect(asked(view("other", { layer: "replayed" }), view("shown", { changes: list }))).not.toBe(before);
  const { summary } = view("other");
  const again = view("other", { summary: { ...summary, lastModified: 7 } });
  expect(asked(again, view("shown", { changes: list }))).not.toBe(before);
});
