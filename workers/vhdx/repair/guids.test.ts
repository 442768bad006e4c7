import { beforeAll, describe, expect, it } from "vitest";
import { requireTool } from "../../../e2e/support/needs.ts";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { runSteps } from "../../bytes/steps.ts";
import { MIB } from "../../shared/numbers.ts";
import { MemoryStore } from "../../store/memory-store.ts";
import { OverlayStore } from "../../store/overlay-store.ts";
import type { ReadableStore } from "../../store/store.ts";
import { caseFile } from "../../testing/cases.ts";
import { RULE_CASES } from "../../testing/malformed/catalogue/all.ts";
import { kinOf } from "../../testing/malformed/catalogue/case.ts";
import { RecordingStore } from "../../testing/store/recording-store.ts";
import { applySteps, crashGroups } from "../../testing/vhdx/crash-states.ts";
import { DATA_WRITE_GUID, FILE_WRITE_GUID, ImageBuilder } from "../../testing/vhdx/image-builder.ts";
import { countedGuids, planOf } from "../../testing/vhdx/one-by-one.ts";
import { looksDifferent, seenDisk } from "../../testing/vhdx/seen-disk.ts";
import { CATALOGUE, type FindingCode } from "../findings/index.ts";
import { HEADER_OFFSETS, SLOT } from "../headers/header-section.ts";
import { readHeaders } from "../headers/headers.ts";
import { applyFix } from "./repair-plan.ts";
import { RepairState } from "./state.ts";
import { RepairTarget } from "./target.ts";

beforeAll(loadCrc32c);

const CODES = Object.keys(CATALOGUE) as FindingCode[];
const HEADERS_END = HEADER_OFFSETS[1] + SLOT;

function spoiled(code: FindingCode): MemoryStore {
  const rule = RULE_CASES[code];
  const image = new ImageBuilder(rule.options);
  rule.spoil(image, kinOf(rule));
  return image.store;
}

const fixesOf = (store: MemoryStore) => planOf(new OverlayStore(store)).flatMap(({ fixes }) => fixes);

/** What a fix does against the rules for GUIDs, MS-VHDX 2.2.2.1; empty where it keeps them. */
function violations(base: ReadableStore, id: string): readonly string[] {
  const before = readHeaders(base).active?.values ?? null;
  const old = seenDisk(base);
  const store = new RecordingStore(base);
  applyFix(store, id, countedGuids());
  const found: string[] = [];
  const durable = new OverlayStore(base);
  for (const { steps } of crashGroups(store.recorded, base.size)) {
    const now = readHeaders(durable).active?.values ?? null;
    const content = steps.some(
      (step) => step.kind === "size" || step.offset < HEADER_OFFSETS[0] || step.offset >= HEADERS_END,
    );
    if (before !== null && content && now?.fileWriteGuid === before.fileWriteGuid)
      found.push("the file changes before FileWriteGuid does");
    applySteps(durable, steps);
    const seen = old === null ? null : seenDisk(durable);
    const values = readHeaders(durable).active?.values ?? null;
    if (before === null || old === null || seen === null) continue;
    if (looksDifferent(old, seen) && values?.dataWriteGuid === before.dataWriteGuid)
      found.push("a guest sees a difference under the old DataWriteGuid");
  }
  const { active, copies } = readHeaders(store);
  const [a, b] = copies.map(({ values }) => values);
  if (!copies.every(({ valid }) => valid)) found.push("a header is not valid");
  if (a?.fileWriteGuid !== b?.fileWriteGuid) found.push("the headers have two FileWriteGuids");
  if (a?.dataWriteGuid !== b?.dataWriteGuid) found.push("the headers have two DataWriteGuids");
  if (before === null) return found;
  if (active?.values.fileWriteGuid === before.fileWriteGuid) found.push("FileWriteGuid is the old one");
  const seen = seenDisk(store);
  if (old === null || seen === null) return found;
  if (!looksDifferent(old, seen) && active?.values.dataWriteGuid !== before.dataWriteGuid)
    found.push("DataWriteGuid is new, and a guest sees no difference");
  return found;
}

describe("every fix keeps the rules for GUIDs", () => {
  it.for(CODES)("on the smallest image of %s", (code) => {
    const base = spoiled(code);
    const found = fixesOf(base).map(({ id }) => [id, violations(base, id)]);
    expect(found.filter(([, each]) => each?.length !== 0)).toEqual([]);
  });

  it.for([
    "engine/header-sequence-exhausted",
    "engine/log-version-1-clean",
    "engine/shared-and-cut-off",
    "engine/set-field-log-entry",
    "state5",
  ])("of the case %s", async (name, test) => {
    requireTool(test, "cases");
    const base = new MemoryStore(await caseFile(name));
    const found = fixesOf(base).map(({ id }) => [id, violations(base, id)]);
    expect(found.length).toBeGreaterThan(0);
    expect(found.filter(([, each]) => each?.length !== 0)).toEqual([]);
  });
});

describe("DataWriteGuid", () => {
  const guidAfter = (image: ImageBuilder, id: string) => {
    applyFix(image.store, id, countedGuids());
    return readHeaders(image.store).active?.values.dataWriteGuid;
  };
  const before = DATA_WRITE_GUID;

  it("stays where a region table is rebuilt from what the regions hold", () => {
    const image = new ImageBuilder();
    image.place(0, image.data / MIB);
    image.fill(image.data, MIB, 7);
    image.fill(192 * 1024, 128 * 1024, 0);
    expect(guidAfter(image, `regions-by-content/${image.metadata.offset}/${image.bat.offset}`)).toBe(before);
  });

  it("is new where bytes of a block are written, and stays where bytes are that nothing names", () => {
    const written = (mib: number) => {
      const image = new ImageBuilder({ room: 2 * MIB });
      image.place(0, image.data / MIB);
      const state = runSteps(RepairState.read(image.store));
      new RepairTarget(image.store, countedGuids(), state).write(image.data + mib * MIB, Uint8Array.of(7));
      return readHeaders(image.store).active?.values;
    };
    expect(written(0)?.dataWriteGuid).not.toBe(before);
    expect(written(1)?.dataWriteGuid).toBe(before);
    expect(written(1)?.fileWriteGuid).not.toBe(FILE_WRITE_GUID);
  });

  it("is new where the file grows over a block that was cut off, and stays where it grows over none", () => {
    const cut = new ImageBuilder({ room: 2 * MIB });
    cut.place(0, cut.data / MIB + 1);
    cut.store.truncate(cut.data + MIB);
    expect(guidAfter(cut, "file-extend")).not.toBe(before);
    const shared = new ImageBuilder({ room: MIB });
    shared.place(0, shared.data / MIB);
    shared.place(1, shared.data / MIB);
    shared.fill(shared.data, MIB, 7);
    expect(guidAfter(shared, "bat-entry-copy/1")).toBe(before);
  });
});
