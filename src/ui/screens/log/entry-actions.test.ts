import { expect, it } from "vitest";
import { entryActions } from "./entry-actions.ts";
import { entryFileOffset, logModel } from "./log-model.ts";
import { logEntry, logView } from "./log-view.fixture.ts";

const active = logEntry({ offset: 0x4000, state: "active", order: 3 });
const stale = logEntry({ offset: 0x8000 });
const model = logModel(logView({ entries: [active, stale] }));

it("counts an entry's offset from the log, and its file offset from the file", () => {
  expect(entryFileOffset(model.log, active)).toBe(0x104000n);
  expect(entryFileOffset({ offset: 2n ** 64n - 1n }, active)).toBe(2n ** 64n + 0x3fffn);
});

it("offers what the entry's buttons do", () => {
  const done: unknown[] = [];
  const actions = (row: typeof active, applied: number, canReplay = true) =>
    entryActions(row, {
      model,
      applied,
      canReplay,
      onReplayTo: (order) => done.push(order),
      onSave: (saved) => done.push(saved),
    });
  const ids = ["structure", "save", "copy-log-offset", "copy-file-offset"];
  expect(actions(active, 0).map(({ id }) => id)).toEqual(["replay", ...ids]);
  expect(actions(active, 0, false).map(({ id }) => id)).toEqual(ids);
  expect(actions(stale, 0).map(({ id }) => id)).toEqual(ids);
  expect(actions(active, 3)[0]?.disabled).toBe(true);
  actions(active, 0)[0]?.run();
  actions(stale, 0)[1]?.run();
  expect(done).toEqual([3, stale]);
});
