import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { CachedStore } from "../../store/cached-store.ts";
import { MemoryStore } from "../../store/memory-store.ts";
import { OpenedImage } from "../image/opened-image.ts";
import { UNATTENDED } from "../jobs/jobs.ts";
import { makeReport } from "../report/report.ts";
import { type ViewContext, viewContext } from "./context.ts";
import { logLoss, logView } from "./log-view.ts";
import { overviewFacts } from "./overview.ts";

beforeAll(loadCrc32c);

async function sample(name: string): Promise<ViewContext> {
  const packed = readFileSync(new URL(`../../../src/samples/${name}.vhdx.gz`, import.meta.url));
  const image = new OpenedImage(new CachedStore(new MemoryStore(new Uint8Array(gunzipSync(packed)))));
  await image.scan(UNATTENDED);
  return viewContext(image, image.best);
}

function reportOf({ image, layer }: ViewContext) {
  const source = { name: "a.vhdx", size: image.store.size, lastModified: null, version: "test" };
  const rest = { io: { reads: 0, bytesRead: 0 }, files: [], zeroed: [], changes: null, now: new Date(0) };
  return makeReport(image, layer, { ...source, ...rest }, { digests: null, bookmarks: [] });
}

describe.each(["clean", "crashed", "torn-log"])("what screens show of the %s sample", (name) => {
  it("is what the report says of the disk", async () => {
    const context = await sample(name);
    const facts = overviewFacts(context);
    const { image, bat, scan, log, headers, inside, outcome, verdict } = reportOf(context);
    const header = headers.find(({ active }) => active);
    expect(header).toBeDefined();
    expect(facts).toEqual({
      outcome,
      verdict: expect.objectContaining({ sentence: verdict }),
      inside,
      image,
      bat: { ...bat, complete: scan === "complete" },
      log: { guid: header?.logGuid, length: header?.logLength, sizeAfterReplay: log.sizeAfterReplay },
    });
  });

  it("is what the report says of the log", async () => {
    const context = await sample(name);
    const { log, findings } = reportOf(context);
    const view = logView(context);
    const entries = view.entries.map(({ order: _order, ...entry }) => ({
      ...entry,
      offset: String(entry.offset),
      tail: String(entry.tail),
      sequenceNumber: String(entry.sequenceNumber),
      flushedFileOffset: String(entry.flushedFileOffset),
      lastFileOffset: String(entry.lastFileOffset),
    }));
    expect(entries).toEqual(log.entries.map(({ descriptors: _descriptors, ...entry }) => entry));
    const active = view.entries
      .filter(({ order }) => order !== null)
      .toSorted((a, b) => (a.order ?? 0) - (b.order ?? 0));
    expect(active.map(({ sequenceNumber }) => String(sequenceNumber))).toEqual(log.active);
    expect(active.every(({ state }) => state === "active")).toBe(true);
    expect(String(view.offset)).toBe(log.offset);
    expect(view).toMatchObject({ guid: log.guid, length: log.length, sizeAfterReplay: log.sizeAfterReplay });
    expect(view.findings).toEqual(
      findings.filter(
        ({ structure, severity, code }) =>
          structure === "Log" && severity !== "info" && code !== "log-needs-replay",
      ),
    );
  });

  it("names what is lost with the log as the report lists it", async () => {
    const context = await sample(name);
    const { log } = reportOf(context);
    const active = log.entries.filter(({ state }) => state === "active" && log.active.length > 0);
    const writes = active.flatMap(({ descriptors }) => descriptors);
    expect(logLoss(context)).toEqual({
      entries: active.length,
      writes: writes.length,
      bytes: writes.reduce((sum, { length }) => sum + length, 0),
      targets: [...new Set(writes.map(({ target }) => target))],
      complete: true,
    });
  });
});

it("knows no header and no log of a file that is no VHDX", () => {
  const image = new OpenedImage(new CachedStore(new MemoryStore(new Uint8Array(4096).fill(7))));
  const context = viewContext(image, image.best);
  expect(overviewFacts(context).log).toBeNull();
  expect(logView(context)).toMatchObject({ isVhdx: false, length: 0, entries: [] });
});
