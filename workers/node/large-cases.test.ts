import { beforeAll, describe, expect, it } from "vitest";
import { requireTool } from "../../e2e/support/needs.ts";
import { loadCrc32c } from "../bytes/crc32c.ts";
import { runSteps } from "../bytes/steps.ts";
import { GIB, MIB, TIB } from "../shared/numbers.ts";
import { OverlayStore } from "../store/overlay-store.ts";
import { sparseCase } from "../testing/sparse-case.ts";
import { planRepairs } from "../vhdx/repair/plan.ts";
import { applyFix } from "../vhdx/repair/repair-plan.ts";
import { RepairState } from "../vhdx/repair/state.ts";
import { NodeFileStore } from "./file-store.ts";

beforeAll(loadCrc32c);

const newGuid = () => "99999999-9999-4999-8999-999999999999";

/** The recommended fix of the first fault. */
function recommended(store: OverlayStore) {
  const [fault] = runSteps(planRepairs(runSteps(RepairState.read(store))));
  return fault?.fixes[0];
}

describe("one wrong byte of the metadata of a large fixed disk", () => {
  it("is put back in the size", async (test) => {
    requireTool(test, "cases");
    const store = new OverlayStore(new NodeFileStore(await sparseCase("fixed6g-size-byte")));
    const fix = recommended(store);
    expect(fix).toMatchObject({ loss: null, title: "Restore one byte of the value of Virtual Disk Size" });
    applyFix(store, fix?.id ?? "", newGuid);
    const after = runSteps(RepairState.read(store));
    expect(after.findings.filter(({ severity }) => severity !== "info")).toEqual([]);
    expect(after.structures.facts).toMatchObject({ type: "fixed", virtualSize: 6 * GIB });
  });

  it("is put back in an item's GUID", async (test) => {
    requireTool(test, "cases");
    const store = new OverlayStore(new NodeFileStore(await sparseCase("fixed8t-item-guid")));
    const fix = recommended(store);
    expect(fix).toMatchObject({ loss: null, title: "Restore one byte of the ItemId of File Parameters" });
    applyFix(store, fix?.id ?? "", newGuid);
    const { facts } = runSteps(RepairState.read(store)).structures;
    expect(facts).toMatchObject({ type: "fixed", blockSize: 32 * MIB, virtualSize: 8 * TIB });
  });
});
