import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { corpusImage, unpack } from "../../e2e/support/corpus.ts";
import { requireTool } from "../../e2e/support/needs.ts";
import type { ExportKind, Report } from "../../workers/api/index.ts";
import { loadCrc32c } from "../../workers/bytes/crc32c.ts";
import { packedArchive } from "../../workers/engine/exports/packed/archive.ts";
import { buildPatch } from "../../workers/engine/exports/patch/build.ts";
import { patchTexts } from "../../workers/engine/exports/patch/files.ts";
import { Exporter } from "../../workers/engine/exports/exporter.ts";
import type { OpenFile } from "../../workers/engine/image/open-source.ts";
import { OpenedImage } from "../../workers/engine/image/opened-image.ts";
import { UNATTENDED } from "../../workers/engine/jobs/jobs.ts";
import { makeReport, type ReportSource } from "../../workers/engine/report/report.ts";
import { viewContext } from "../../workers/engine/views/context.ts";
import { CachedStore } from "../../workers/store/cached-store.ts";
import { MemoryStore } from "../../workers/store/memory-store.ts";
import { MeteredStore } from "../../workers/store/metered-store.ts";
import { openFile } from "../../workers/testing/engine/open-file.ts";
import { openImage } from "../../workers/testing/malformed/cases.ts";
import { RULE_CASES } from "../../workers/testing/malformed/catalogue/all.ts";
import { kinOf } from "../../workers/testing/malformed/catalogue/case.ts";
import { ImageBuilder } from "../../workers/testing/vhdx/image-builder.ts";
import { concatenated } from "../../workers/testing/engine/read-pieces.ts";
import { samplePatch } from "../../workers/testing/engine/sample-patch.ts";
import { sampleReport } from "../../workers/testing/engine/sample-report.ts";
import { listedKeys, problems, readSchema, type SchemaName, SCHEMAS, validatorOf } from "./schema.ts";

/** Images of all kinds: sound, dirty, damaged, refused, a child without its parent. */
const IMAGES = [
  "clean-dynamic.vhdx",
  "clean-4096-sectors.vhdx",
  "log-ten.vhdx",
  "log-metadata-and-bat.vhdx",
  "log-write-beyond-file.vhdx",
  "log-no-valid-entry.vhdx",
  "bat-duplicate-offset.vhdx",
  "bat-beyond-file.vhdx",
  "chain-dirty-child-1-child.vhdx",
  "headers-both-corrupt.vhdx",
  "metadata-unknown-required.vhdx",
  "metadata-missing-size.vhdx",
  "region-missing-metadata.vhdx",
];

const VALIDATORS = {
  report: validatorOf("report"),
  patch: validatorOf("patch"),
  "packed-raw": validatorOf("packed-raw"),
};

let samples: Readonly<Record<SchemaName, unknown>>;
beforeAll(async () => {
  await loadCrc32c();
  samples = await makeSamples();
});

/** The JSON of a file in an uncompressed zip. */
function entryOf(zip: Uint8Array<ArrayBuffer>, wanted: string): unknown {
  const view = new DataView(zip.buffer);
  for (let at = 0; view.getUint32(at, true) === 0x04034b50;) {
    const nameLength = view.getUint16(at + 26, true);
    const start = at + 30 + nameLength + view.getUint16(at + 28, true);
    const end = start + view.getUint32(at + 18, true);
    const name = new TextDecoder().decode(zip.subarray(at + 30, at + 30 + nameLength));
    if (name === wanted) return JSON.parse(new TextDecoder().decode(zip.subarray(start, end)));
    at = end;
  }
  throw new Error(`The zip has no ${wanted}.`);
}

/** What a report says of where the image comes from. */
const sourceOf = ({ name, file }: Pick<OpenFile, "name" | "file">): ReportSource => ({
  name,
  size: file.size,
  lastModified: 0,
  io: { reads: 1, bytesRead: 1 },
  files: [],
  zeroed: [],
  changes: null,
  version: "0.1.0",
  now: new Date(),
});

/** Exports as the page makes them, of the layer that it shows first. */
async function exporterOf(name: string, content: Uint8Array<ArrayBuffer>) {
  const store = new MemoryStore(content);
  const metered = new MeteredStore(store);
  const image = new OpenedImage(new CachedStore(metered));
  await image.scan(UNATTENDED);
  const opened = openFile({ name, file: store, metered, image });
  const source = sourceOf(opened);
  const exporter = new Exporter(opened, viewContext(image, image.best), (options) =>
    makeReport(image, image.best, source, options),
  );
  return async (kind: ExportKind): Promise<Uint8Array<ArrayBuffer> | null> => {
    if (!(await exporter.plan(kind, UNATTENDED)).available) return null;
    const options = { digests: null, bookmarks: [] };
    const { blob } = await exporter.run(kind, { kind: "download" }, options, UNATTENDED);
    return blob === null ? null : new Uint8Array(await blob.arrayBuffer());
  };
}

const exporterOfImage = async (image: string) =>
  exporterOf(image, new Uint8Array(readFileSync(await unpack(image))));

/** Sample documents with something in every list. */
async function makeSamples(): Promise<Readonly<Record<SchemaName, unknown>>> {
  const patch = await buildPatch(samplePatch().input, UNATTENDED);
  const json = patchTexts(patch, []).find(({ name }) => name === "patch.json")?.text ?? "";
  const { about } = samplePatch().input;
  const bytes = new Uint8Array(128 * 1024).fill(7);
  const packed = await packedArchive(
    {
      pieces: [{ kind: "bytes", bytes }],
      about: {
        tool: about.tool,
        createdAt: about.createdAt,
        layer: "original",
        replayedEntries: null,
        warning: null,
        source: about.source,
        parents: ["parent.vhdx"],
        diskSize: bytes.length,
        unreadable: [{ offset: 4096, length: 512 }],
      },
      limit: bytes.length,
      stored: null,
    },
    UNATTENDED,
  );
  return {
    report: JSON.parse(JSON.stringify(sampleReport())),
    patch: JSON.parse(json),
    "packed-raw": entryOf(new Uint8Array(await concatenated(packed)), "packed.json"),
  };
}

describe.each(SCHEMAS)("docs/schema/%s.schema.json", (name) => {
  const validator = VALIDATORS[name];

  it("takes a document with something in every list", async () => {
    expect(problems(validator.closed, samples[name])).toEqual([]);
  });

  it("lists what the docs list", () => {
    const file = name === "report" ? "report.md" : `${name}-format.md`;
    const docs = readFileSync(new URL(`../../docs/${file}`, import.meta.url), "utf8");
    expect(listedKeys(readSchema(name)).filter((key) => !new RegExp(`\\b${key}\\b`).test(docs))).toEqual([]);
  });
});

/** Keys that may be missing, and objects whose keys the image chooses. */
const OPTIONAL = /\/(batIndex|other)$/;
const FREE = /^\/(rules|bat\/byState|image\/parent)\//;

/** A document with one place in it changed. */
function changed(
  document: unknown,
  way: readonly string[],
  change: (holder: Record<string, unknown>, key: string) => void,
) {
  const copy: unknown = structuredClone(document);
  let holder = copy as Record<string, unknown>;
  for (const key of way.slice(0, -1)) holder = holder[key] as Record<string, unknown>;
  change(holder, way.at(-1) ?? "");
  return copy;
}

/** The paths of all values in a document that have a key. */
function ways(value: unknown, way: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const here = [...way, key];
    return [...(Array.isArray(value) ? [] : [here]), ...ways(inner, here)];
  });
}

describe.each(SCHEMAS)("the schema %s refuses", (name) => {
  const { open, closed } = VALIDATORS[name];
  const places = () =>
    ways(samples[name])
      .map((way) => ({ way, path: `/${way.join("/")}` }))
      .filter(({ path }) => !FREE.test(path));

  it("a document without any one of its keys", () => {
    const required = places().filter(({ path }) => !OPTIONAL.test(path));
    expect(required.length).toBeGreaterThan(20);
    const taken = required.filter(({ way }) =>
      open(changed(samples[name], way, (holder, key) => delete holder[key])),
    );
    expect(taken.map(({ path }) => path)).toEqual([]);
  });

  it.each([
    ["an object", { wrong: true }],
    ["half a number", 0.5],
    ["a negative number", -1],
  ])("%s in the place of a value", (_what, wrong) => {
    const taken = places().filter(({ way }) =>
      closed(changed(samples[name], way, (holder, key) => (holder[key] = wrong))),
    );
    expect(taken.map(({ path }) => path)).toEqual([]);
  });

  it.each([0, 2, "1", null])("version %s", (version) => {
    expect(open({ ...(samples[name] as object), version })).toBe(false);
  });

  it("another format", () => {
    expect(open({ ...(samples[name] as object), format: "platter" })).toBe(false);
    expect([open([]), open(null), open({})]).toEqual([false, false, false]);
  });

  it("no key that is new, as version 1 may get more, though what we write has none that is not listed", () => {
    for (const { way } of places()) {
      const more = changed(samples[name], way, (holder) => (holder["newKey"] = 1));
      expect(open(more)).toBe(true);
      expect(closed(more)).toBe(false);
    }
  });
});

describe("the schema refuses what a key must not say", () => {
  it.each<[SchemaName, string, unknown]>([
    ["report", "generatedAt", "2024-05-06 07:08:09"],
    ["report", "replayedEntries", null],
    ["report", "layer", "original"],
    ["report", "outcome", "fine"],
    ["report", "headers/0/offset", 65536],
    ["report", "headers/0/offset", "0x10000"],
    ["report", "headers/0/checksum", "839c783c"],
    ["report", "headers/0/logGuid", "{283D8B86-25A3-80E8-01BC-B5EF8EAFDFFF}"],
    ["report", "headers/0/copy", 3],
    ["report", "bat/byState/payload-8", 1],
    ["report", "image/parent/key", null],
    ["report", "findings/0/severity", "bad"],
    ["report", "findings/0/code", "Not a code"],
    ["report", "digests/source/sha1", "a1".repeat(32)],
    ["report", "log/entries/0/state", "old"],
    ["patch", "layer", "parent"],
    ["patch", "replayedEntries", null],
    ["patch", "groups/0/ranges/0/length", 4 * 2 ** 20 + 1],
    ["patch", "groups/0/ranges/0/oldSha256", "A1".repeat(32)],
    ["patch", "result/sha256", ""],
    ["packed-raw", "ranges/0/offset", 512],
    ["packed-raw", "ranges/0/length", 0],
    ["packed-raw", "ranges/0/sha256", null],
    ["packed-raw", "replayedEntries", 0],
    ["packed-raw", "parents", [1]],
  ])("%s: %s is %j", async (name, place, value) => {
    const { open } = VALIDATORS[name];
    const document = samples[name];
    expect(open(document)).toBe(true);
    expect(open(changed(document, place.split("/"), (holder, key) => (holder[key] = value)))).toBe(false);
  });
});

describe.each(IMAGES)("what is exported of %s", (image) => {
  it("fits the schemas", async (test) => {
    requireTool(test, "corpus");
    const exported = await exporterOfImage(image);
    const report = JSON.parse(
      new TextDecoder().decode((await exported("report-json")) ?? undefined),
    ) as Report;
    expect(report.source.name).toBe(image);
    expect(problems(VALIDATORS.report.closed, report)).toEqual([]);

    const patch = await exported("patch");
    // Every dirty log that can be replayed gives a patch.
    expect(patch !== null).toBe(report.layer === "replayed");
    if (patch !== null) expect(problems(VALIDATORS.patch.closed, entryOf(patch, "patch.json"))).toEqual([]);

    const packed = await exported("raw-packed");
    const readable = corpusImage(image).outcome === "opens" && report.missingParent === null;
    expect(packed !== null || !readable).toBe(true);
    if (packed !== null)
      expect(problems(VALIDATORS["packed-raw"].closed, entryOf(packed, "packed.json"))).toEqual([]);
  });
});

it("the report of a file that is no VHDX fits its schema", async () => {
  const exported = await exporterOf("notes.txt", new TextEncoder().encode("no disk\n".repeat(1000)));
  const report: unknown = JSON.parse(new TextDecoder().decode((await exported("report-json")) ?? undefined));
  expect(report).toMatchObject({ outcome: "not-vhdx" });
  expect(problems(VALIDATORS.report.closed, report)).toEqual([]);
});

/** Rules whose smallest image is large: these three take longer to make than all others together. */
const LARGE = ["log-too-complex", "log-entries-omitted", "chain-too-deep"];

it("the report of the smallest image that breaks each rule fits the schema", () => {
  const { closed } = VALIDATORS.report;
  for (const [code, rule] of Object.entries(RULE_CASES)) {
    if (LARGE.includes(code)) continue;
    const builder = new ImageBuilder(rule.options);
    rule.spoil(builder, kinOf(rule));
    const image = openImage(builder);
    const source = sourceOf({ name: code, file: builder.store });
    const report = makeReport(image, image.best, source, { digests: null, bookmarks: [] });
    const found = problems(closed, JSON.parse(JSON.stringify(report)));
    expect({ code, found }).toEqual({ code, found: [] });
  }
});
