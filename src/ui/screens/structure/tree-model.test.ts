import { describe, expect, it } from "vitest";
import type { NodeId, NodePath, TreeNode } from "../../../../workers/api/index.ts";
import { CHILDREN } from "./branch.ts";
import { TreeModel, type TreeSource } from "./tree-model.ts";

/** A made-up tree: children per node, ids by position. */
function treeSource(counts: Readonly<Record<string, number>>, mark = "") {
  const asked: string[] = [];
  const node = (parent: NodeId | null, index: number): TreeNode => {
    const id = parent === null ? `n${index}` : `${parent}/${index}`;
    return {
      id,
      parent,
      index,
      label: `${id}${mark}`,
      detail: null,
      offset: null,
      length: 0,
      childCount: counts[id] ?? 0,
      severity: null,
      changedByReplay: false,
      changedByUser: false,
    };
  };
  const source: TreeSource = {
    children: (parent, first, count) => {
      asked.push(`${parent} ${first}`);
      const total = counts[parent ?? ""] ?? 0;
      const length = Math.max(0, Math.min(count, total - first));
      const nodes = Array.from({ length }, (_, at) => node(parent, first + at));
      return Promise.resolve({ parent, first, total, nodes });
    },
    path: (id) => {
      const parts = id.split("/");
      const chain = parts.map((part, at) =>
        node(at === 0 ? null : parts.slice(0, at).join("/"), Number(part.replace("n", ""))),
      );
      const last = chain.pop();
      const known = last !== undefined && last.index < (counts[last.parent ?? ""] ?? 0);
      return Promise.resolve(known ? { node: last, ancestors: chain } : null);
    },
  };
  const path = async (id: NodeId): Promise<NodePath> => {
    const found = await source.path(id);
    if (found === null) throw new Error(`no node ${id}`);
    return found;
  };
  return { source, asked, path };
}

const settle = () => new Promise((resolve) => setTimeout(resolve));
const labels = (model: TreeModel) =>
  Array.from({ length: model.rows }, (_, row) => model.row(row)?.node?.label ?? "…");

async function loaded(counts: Readonly<Record<string, number>>) {
  const made = treeSource(counts);
  const model = new TreeModel(() => {});
  await model.load(made.source);
  return { model, ...made };
}

describe("TreeModel", () => {
  it("opens and closes nodes", async () => {
    const { model, path } = await loaded({ "": 3, n1: 2 });
    const { node } = await path("n1");
    model.expand(node);
    expect(labels(model)).toEqual(["n0", "n1", "…", "…", "n2"]);
    model.want(0, 5);
    await settle();
    expect(labels(model)).toEqual(["n0", "n1", "n1/0", "n1/1", "n2"]);
    expect(model.row(1)?.expanded).toBe(true);
    expect(model.row(3)).toMatchObject({ level: 2, index: 1, siblings: 2 });
    model.collapse(node);
    expect(labels(model)).toEqual(["n0", "n1", "n2"]);
    expect(model.rowOf(await path("n1/1"))).toBeNull();
    expect(model.rowOf(await path("n2"))).toBe(2);
  });

  it("asks only for the pages in sight", async () => {
    const { model, asked, path } = await loaded({ "": 2, n0: 131072 });
    model.expand((await path("n0")).node);
    expect(model.rows).toBe(131074);
    asked.length = 0;
    model.want(70020, 70060);
    await settle();
    expect(70016 % CHILDREN).toBe(0);
    expect(asked).toEqual(["n0 70016"]);
    expect(model.row(70020)?.node?.id).toBe("n0/70019");
  });

  it("shows a node deep in a long list that was never loaded", async () => {
    const { model, path } = await loaded({ "": 2, n1: 1000, "n1/700": 512 });
    const row = model.show(await path("n1/700/511"));
    expect(row).toBe(1 + 1 + 700 + 1 + 511);
    expect(model.rowOf(await path("n1/700/511"))).toBe(row);
    model.want(row ?? 0, (row ?? 0) + 1);
    await settle();
    expect(model.row(row ?? 0)?.node?.id).toBe("n1/700/511");
    expect(model.parentRow(row ?? 0)).toBe(702);
    expect(model.parentRow(702)).toBe(1);
    expect(model.parentRow(1)).toBeNull();
  });

  it("keeps open what still exists in another layer, with its old rows until the new ones come", async () => {
    const { model, path } = await loaded({ "": 3, n1: 2, n2: 1 });
    model.expand((await path("n1")).node);
    model.expand((await path("n2")).node);
    model.want(0, model.rows);
    await settle();
    const other = treeSource({ "": 2, n1: 3 }, "'");
    await model.load(other.source);
    expect(labels(model)).toEqual(["n0'", "n1'", "n1/0", "n1/1", "…"]);
    model.want(0, model.rows);
    await settle();
    expect(labels(model)).toEqual(["n0'", "n1'", "n1/0'", "n1/1'", "n1/2'"]);
  });

  it("keeps what is opened and closed while another revision is on its way", async () => {
    const { model, path, source } = await loaded({ "": 3, n1: 2, n2: 1 });
    const n1 = (await path("n1")).node;
    const n2 = (await path("n2")).node;
    model.expand(n1);
    const loading = model.load(source);
    model.collapse(n1);
    model.expand(n2);
    await loading;
    expect(model.rowOf(await path("n1/0"))).toBeNull();
    expect(model.rowOf(await path("n2/0"))).toBe(3);
  });

  it("says why nodes are missing, and forgets it once they come", async () => {
    const broken: TreeSource = {
      children: () => Promise.reject(new Error("gone")),
      path: () => Promise.reject(new Error("gone")),
    };
    const model = new TreeModel(() => {});
    await model.load(broken);
    expect(model.error).toEqual(new Error("gone"));
    await model.load(treeSource({ "": 1 }).source);
    expect(model.error).toBeNull();
    expect(model.rows).toBe(1);
  });
});
