import { expect, it } from "vitest";
import { loadCrc32c } from "../../../bytes/crc32c.ts";
import { runSteps } from "../../../bytes/steps.ts";
import { MIB } from "../../../shared/numbers.ts";
import { ImageBuilder } from "../../../testing/vhdx/image-builder.ts";
import { countedGuids, planOf } from "../../../testing/vhdx/one-by-one.ts";
import { KNOWN_ITEMS } from "../../structs/metadata-items.ts";
import { applyFix } from "../repair-plan.ts";
import { RepairState } from "../state.ts";

await loadCrc32c();

/** A sound disk with some blocks, but for an item of its metadata. */
function without(itemId: string) {
  const image = new ImageBuilder({ virtualSize: 4 * MIB });
  for (let block = 0; block < 4; block++) image.place(block, image.data / MIB + block);
  image.setMetadata(image.items.filter((item) => item.itemId !== itemId));
  return image.store;
}

it.each(KNOWN_ITEMS.filter(({ guid }) => new ImageBuilder().items.some(({ itemId }) => itemId === guid)))(
  "the recommended fix that puts $name back gives it the flags that MS-VHDX gives it",
  ({ guid }) => {
    const fixes = planOf(without(guid)).flatMap(({ fixes: offered }) =>
      offered.filter(({ recommended }) => recommended),
    );
    expect(fixes.length).toBeGreaterThan(0);
    for (const { id } of fixes) {
      const store = without(guid);
      applyFix(store, id, countedGuids());
      const { findings, structures } = runSteps(RepairState.read(store));
      expect(
        structures.metadata?.items.map(({ values }) => values.itemId),
        `of ${id}`,
      ).toContain(guid);
      expect(
        findings.map(({ code }) => code),
        `of ${id}`,
      ).not.toContain("metadata-item-flags");
    }
  },
);
