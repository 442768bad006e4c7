import { beforeAll, expect, it } from "vitest";
import { requireTool } from "../../../e2e/support/needs.ts";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { MIB } from "../../shared/numbers.ts";
import { MemoryStore } from "../../store/memory-store.ts";
import { OverlayStore } from "../../store/overlay-store.ts";
import { caseFile } from "../../testing/cases.ts";
import { Random } from "../../testing/store/conformance/random.ts";
import { RecordingStore } from "../../testing/store/recording-store.ts";
import { applySteps, crashCases, crashGroups, FEWER } from "../../testing/vhdx/crash-states.ts";
import { CrashedStore } from "../../testing/vhdx/crashed-store.ts";
import { ImageBuilder } from "../../testing/vhdx/image-builder.ts";
import { openAfterCrash } from "../../testing/vhdx/judge.ts";
import { DiskWriter } from "./disk-writer.ts";

beforeAll(loadCrc32c);

/** A write to block 9, which has no storage before, and its states after a crash: those that show no disk, or lose what was flushed. */
function problems(base: MemoryStore): readonly string[] {
  const found: string[] = [];
  const store = new RecordingStore(base);
  const writer = new DiskWriter(store);
  writer.write(9 * MIB, new Uint8Array(512).fill(0x77));
  writer.flush();
  const flushed = store.recorded.length;
  writer.close();
  const durable = new OverlayStore(base);
  let tried = 0;
  for (const group of crashGroups(store.recorded, base.size)) {
    for (const { name, steps } of crashCases(group, new Random(1), FEWER, () => false)) {
      const state = new CrashedStore(durable);
      applySteps(state, steps);
      tried += 1;
      const { findings, structures, headers } = openAfterCrash(state);
      const fatal = findings.find(({ severity }) => severity === "fatal");
      const place = `operations ${group.start}-${group.end}, ${name}`;
      if (fatal !== undefined) found.push(`${place}: ${fatal.code}`);
      if (headers.dirty && headers.active?.values.logVersion !== 0) found.push(`${place}: another version`);
      if (group.start < flushed || structures.disk === null) continue;
      const byte = new Uint8Array(1);
      structures.disk.read(9 * MIB, byte);
      if (byte[0] !== 0x77) found.push(`${place}: the write is lost`);
    }
    applySteps(durable, group.steps);
  }
  expect(tried).toBeGreaterThan(50);
  return found;
}

it("a crash under a log that was started where LogVersion was 1 leaves a disk that opens", async (test) => {
  requireTool(test, "cases");
  expect(problems(new MemoryStore(await caseFile("engine/log-version-1-clean")))).toEqual([]);
});

it("so does one where LogVersion was any other", () => {
  const image = new ImageBuilder();
  image.setHeaders({ logVersion: 0xffff });
  expect(problems(image.store)).toEqual([]);
});
