import { beforeAll, describe, expect, it } from "vitest";
import { loadCrc32c } from "../../../bytes/crc32c.ts";
import { MIB } from "../../../shared/numbers.ts";
import { ImageBuilder, LOG_GUID } from "../../../testing/vhdx/image-builder.ts";
import { countedGuids, planOf } from "../../../testing/vhdx/one-by-one.ts";
import { readHeaders } from "../../headers/headers.ts";
import { applyFix } from "../repair-plan.ts";

beforeAll(loadCrc32c);

/** A file that lost its last 3 MiB after its log was written. */
function cutOff(): ImageBuilder {
  const image = new ImageBuilder();
  const whole = BigInt(image.store.size + 3 * MIB);
  image.addLogEntry(0, { flushedFileOffset: whole, lastFileOffset: whole });
  image.setHeaders({ logGuid: LOG_GUID });
  return image;
}

describe("a log of a file that was cut off", () => {
  it("is applied to what is left, or to a file of the length it had, or discarded", () => {
    const { size } = cutOff().store;
    const [fault] = planOf(cutOff().store);
    expect(fault?.id).toBe("log-truncated");
    const ids = fault?.fixes.map(({ id }) => id) ?? [];
    const sizes = ids.map((id) => {
      const { store } = cutOff();
      applyFix(store, id, countedGuids());
      expect(readHeaders(store).dirty).toBe(false);
      return [id, (store.size - size) / MIB];
    });
    expect(sizes).toEqual([
      ["log-apply-short", 0],
      ["log-apply-extended", 3],
      ["log-discard", 0],
    ]);
  });

  it("is told what each of the two leaves of the blocks past the end", () => {
    const losses = new Map(planOf(cutOff().store)[0]?.fixes.map(({ id, loss }) => [id, loss]));
    expect(losses.get("log-apply-short")).toMatch(/^The 3 MiB .* stay unreadable\.$/);
    expect(losses.get("log-apply-extended")).toMatch(/^The 3 MiB .* read as zeros;/);
  });
});
