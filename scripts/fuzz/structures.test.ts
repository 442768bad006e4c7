import { readdirSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { crc32c, loadCrc32c } from "../../workers/bytes/crc32c.ts";
import type { FieldSpec, Struct } from "../../workers/bytes/struct.ts";
import { READERS } from "../../workers/fs/readers.ts";
import { baseNamed } from "./bases/bases.ts";
import { MADE } from "./bases/made.ts";
import { applyMutant } from "./mutate/apply.ts";
import { chooseMutant } from "./mutate/choose.ts";
import { hostileField } from "./mutate/values.ts";
import { randomOf } from "./random.ts";

beforeAll(loadCrc32c);

const FOLDER = new URL("../../workers/vhdx/structs/", import.meta.url);

const isStruct = (value: unknown): value is Struct =>
  typeof value === "object" && value !== null && "fields" in value && "size" in value && "spec" in value;

/** Every table of the format, by its name. */
async function tables(): Promise<readonly Struct[]> {
  const files = readdirSync(FOLDER).filter((name) => /^[a-z-]+\.ts$/.test(name));
  const modules = await Promise.all(
    files.map((name) => import(new URL(name, FOLDER).href) as Promise<Record<string, unknown>>),
  );
  return modules.flatMap((each) => Object.values(each)).filter(isStruct);
}

describe("what is mutated", () => {
  it("is every structure of the format: a new one needs an image that shows it", async () => {
    const bases = await Promise.all(Object.keys(MADE).map(baseNamed));
    const files = bases.flatMap((base) => base.files);
    const reached = new Set(files.flatMap(({ sites }) => sites.map(({ struct }) => struct.name)));
    // Structures inside the virtual disk are not structures of the file.
    const wanted = (await tables()).filter(({ spec }) => /^\d/.test(spec)).map(({ name }) => name);
    expect(wanted.length).toBeGreaterThan(10);
    expect(wanted.filter((name) => !reached.has(name))).toEqual([]);
  });

  it("is every field of the structures of file systems: each takes a value of its kind", async () => {
    const [file] = (await baseNamed("dirty-log")).files;
    if (file === undefined) throw new Error("no file");
    const structs = READERS.flatMap(({ tables: each }) => each);
    for (const struct of structs)
      for (const [name, spec] of Object.entries(struct.fields) as [string, FieldSpec][])
        for (let nth = 0; nth < 12; nth++) {
          const random = randomOf(1, nth, name);
          const changed = hostileField(file, random, struct, spec, name, new Uint8Array(struct.size));
          expect(changed.length, `${struct.name}, ${name}`).toBe(spec.length);
        }
    expect(structs.length).toBeGreaterThan(20);
  });

  it("follows from seed and number alone", async () => {
    const base = await baseNamed("dirty-child");
    const mutants = [3, 3, 4].map((nth) => JSON.stringify(chooseMutant(base, randomOf(1, nth, "mutations"))));
    expect(mutants[0]).toBe(mutants[1]);
    expect(mutants[0]).not.toBe(mutants[2]);
  });

  it.each(["dirty-log", "crashed-grandchild"])("is an overlay: %s stays as it is", async (name) => {
    const base = await baseNamed(name);
    const whole = () =>
      base.files.map(({ store }) => {
        const bytes = new Uint8Array(4 * 1024 * 1024);
        store.read(0, bytes);
        return crc32c(bytes);
      });
    const before = whole();
    for (let nth = 0; nth < 50; nth++) applyMutant(base, chooseMutant(base, randomOf(2, nth, "mutations")));
    expect(whole()).toEqual(before);
  });

  it("is every file of a chain, and how its files belong together", async () => {
    const base = await baseNamed("crashed-grandchild");
    const mutations = Array.from({ length: 200 }, (_, nth) =>
      chooseMutant(base, randomOf(4, nth, "mutations")),
    ).flatMap((mutant) => mutant.mutations);
    const changed = mutations.flatMap((each) => (each.kind === "write" ? [each.file] : []));
    expect(new Set(changed)).toEqual(new Set([0, 1, 2]));
    const kinds = new Set(mutations.map(({ kind }) => kind));
    expect([...kinds].toSorted()).toEqual([
      "close",
      "copy",
      "entry",
      "fill",
      "name",
      "pick",
      "size",
      "write",
    ]);
    expect(mutations.some((each) => each.kind === "copy" && each.source !== undefined)).toBe(true);
    // The image itself is always open.
    expect(mutations.every((each) => each.kind !== "close" || each.file > 0)).toBe(true);
  });
});
