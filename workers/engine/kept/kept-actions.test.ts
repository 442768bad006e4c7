import { beforeEach, describe, expect, it } from "vitest";
import type { EditAction } from "../../api/index.ts";
import { FakeDirectory } from "../../testing/engine/fake-directory.ts";
import { KeptActions } from "./kept-actions.ts";

const write = (value: number): EditAction => ({
  kind: "write",
  space: "disk",
  offset: value * 512,
  bytes: new Uint8Array([value]),
});
const A = write(1);
const B = write(2);
const C = write(3);

let storage: FakeDirectory;
beforeEach(() => {
  storage = new FakeDirectory();
});

const open = () => new KeptActions(async () => storage.handle, "key");
const readAnew = async () => (await open().read()).value;
const folder = () => storage.getDirectoryHandle("key");

describe("kept actions", () => {
  it("are none where nothing was kept", async () => {
    expect(await readAnew()).toEqual([]);
  });

  it("write a change alone, however much is pending before it", async () => {
    const kept = open();
    await kept.write([A, B]);
    const before = (await folder()).written.length;
    await kept.write([A, B, C]);
    expect((await folder()).written.slice(before)).toEqual(["2"]);
    expect(await readAnew()).toEqual([A, B, C]);
  });

  it("forget what was undone, and what another change took the place of", async () => {
    const kept = open();
    await kept.write([A, B, C]);
    await kept.write([A]);
    expect(await readAnew()).toEqual([A]);
    await kept.write([A, C]);
    expect(await readAnew()).toEqual([A, C]);
  });

  it("leave no folder where nothing is kept any more, and start anew after it", async () => {
    const kept = open();
    await kept.write([A, B]);
    await kept.write([]);
    expect(storage.entries.size).toBe(0);
    await kept.write([B]);
    expect(await readAnew()).toEqual([B]);
  });

  it("are those of the last writer, whole, where two tabs take turns", async () => {
    const one = open();
    const other = open();
    await one.write([A, B, C]);
    await other.write([B]);
    expect(await readAnew()).toEqual([B]);
    await one.write([A, B, C, A]);
    expect(await readAnew()).toEqual([A, B, C, A]);
    await other.write([B, C]);
    expect(await readAnew()).toEqual([B, C]);
  });

  it("never lose what was kept before while they are written over", async () => {
    await open().write([A, B]);
    const next = open();
    const { value: earlier } = await next.read();
    const { written } = await folder();
    const lengths: number[] = [];
    const push = written.push.bind(written);
    written.push = (...names) => {
      lengths.push((storage.entries.get("key") as FakeDirectory).entries.size);
      return push(...names);
    };
    await next.write([...earlier, C]);
    // Two actions and the writer's name at each moment, at least.
    expect(Math.min(...lengths)).toBeGreaterThanOrEqual(3);
    expect(await readAnew()).toEqual([A, B, C]);
  });

  it("are left out from the first that is damaged on, and that is said", async () => {
    await open().write([A, B, C]);
    expect(await open().read()).toEqual({ value: [A, B, C], damaged: false });
    const { entries } = await folder();
    const second = entries.get("1") as Uint8Array;
    for (const damage of [second.slice(0, 10), new Uint8Array(0), second.map((byte) => byte ^ 0x20)]) {
      entries.set("1", damage);
      expect(await open().read()).toEqual({ value: [A], damaged: true });
    }
    // What is kept next takes their place.
    await open().write([A, C]);
    expect(await open().read()).toEqual({ value: [A, C], damaged: false });
  });
});
