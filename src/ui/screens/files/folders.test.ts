import { expect, it, vi } from "vitest";
import type { FileRow, FolderRows } from "../../../../workers/api/index.ts";
import { VhdxError } from "../../../../workers/shared/error.ts";
import { Folders, MOST_ROWS } from "./folders.ts";

const entry = (node: number): FileRow => ({
  name: { text: `f${node}`, bytes: new Uint8Array() },
  node,
  kind: "file",
  stat: null,
});

/** A folder of `count` entries, whose cursor is the number of the next one. */
const listOf = (count: number) =>
  vi.fn<(folder: number, cursor: string | null, limit: number) => Promise<FolderRows>>(
    async (_, cursor, limit) => {
      const first = Number(cursor ?? 0);
      const last = Math.min(count, first + limit);
      const rows = Array.from({ length: last - first }, (_each, at) => entry(first + at));
      return { rows, next: last < count ? String(last) : null, problems: last === count ? [] : ["torn"] };
    },
  );

async function until(done: () => boolean): Promise<void> {
  await vi.waitFor(() => expect(done()).toBe(true), { timeout: 20_000, interval: 1 });
}

it("reads a folder once, in parts, the first of them small", async () => {
  const list = listOf(10_000);
  const changed = vi.fn<() => void>();
  const folders = new Folders(list, changed);
  expect(folders.listing(2)).toMatchObject({ rows: [], complete: false });
  await until(() => folders.listing(2).complete);
  const listing = folders.listing(2);
  expect(listing.rows).toHaveLength(10_000);
  expect(listing.rows[9_999]?.node).toBe(9_999);
  expect(listing.problems).toEqual(["torn"]);
  expect(list.mock.calls[0]).toEqual([2, null, 500]);
  expect(list).toHaveBeenCalledTimes(4);
  expect(changed).toHaveBeenCalled();
});

it("holds no more of a folder than the page can take, and says so", async () => {
  const folders = new Folders(listOf(MOST_ROWS * 3), () => {});
  folders.listing(2);
  await until(() => folders.listing(2).cut);
  expect(folders.listing(2).complete).toBe(false);
  expect(folders.listing(2).rows.length).toBeLessThan(MOST_ROWS + 4096);
});

it("keeps what was read before a failure, and reads again when asked", async () => {
  const list = listOf(5_000);
  list.mockImplementationOnce(async () => ({ rows: [entry(1)], next: "500", problems: [] }));
  list.mockImplementationOnce(() => Promise.reject(new VhdxError("read-failed", "No.")));
  const folders = new Folders(list, () => {});
  folders.listing(2);
  await until(() => folders.listing(2).error !== null);
  expect(folders.listing(2)).toMatchObject({ complete: false, rows: [entry(1)] });
  folders.retry(2);
  folders.listing(2);
  await until(() => folders.listing(2).complete);
  expect(folders.listing(2).rows).toHaveLength(5_000);
});

it("asks for nothing more once it is closed", async () => {
  const list = listOf(100_000);
  const folders = new Folders(list, () => {});
  folders.listing(2);
  folders.close();
  await new Promise((resolve) => {
    setTimeout(resolve, 20);
  });
  expect(list).toHaveBeenCalledTimes(1);
});

it("reads no branch of the tree again whose rows were dropped", async () => {
  const list = listOf(150_000);
  const folders = new Folders(list, () => {});
  for (const folder of [1, 2, 3, 4]) {
    folders.branches(folder);
    // One after the other, as a user opens them.
    // oxlint-disable-next-line no-await-in-loop
    await until(() => folders.listing(folder).complete);
  }
  const before = list.mock.calls.length;
  for (const folder of [1, 2, 3, 4]) folders.branches(folder);
  expect(list.mock.calls.length).toBe(before);
});

it("forgets the folders that were looked at longest ago", async () => {
  const list = listOf(150_000);
  const folders = new Folders(list, () => {});
  for (const folder of [1, 2, 3]) {
    folders.listing(folder);
    // One after the other, as a user opens them.
    // oxlint-disable-next-line no-await-in-loop
    await until(() => folders.listing(folder).complete);
  }
  const before = list.mock.calls.length;
  expect(folders.listing(3).complete).toBe(true);
  expect(folders.listing(1).complete).toBe(false);
  expect(list.mock.calls.length).toBeGreaterThan(before);
});
