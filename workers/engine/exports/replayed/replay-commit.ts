import { NIL_GUID } from "../../../shared/guid.ts";
import { VhdxError } from "../../../shared/error.ts";
import { OverlayStore } from "../../../store/overlay-store.ts";
import { type HeaderWrite, replayHeaderUpdates } from "../../../vhdx/headers/header-update.ts";
import type { Layer } from "../../image/layer.ts";
import type { OpenedImage } from "../../image/opened-image.ts";

/** A replayed layer with the header updates that make it a clean file (MS-VHDX 2.2.2.1, 2.3.3). */
export interface ReplayCommit {
  /** Written, and flushed, before the log's writes. */
  readonly before: HeaderWrite;
  /** Written after them, each followed by a flush. */
  readonly after: readonly HeaderWrite[];
  /** The resulting file, over the replayed layer. */
  readonly store: OverlayStore;
  /** The updates in words. */
  readonly changes: readonly string[];
}

/**
 * The header updates that go with a replay that is written to a file. The new FileWriteGuid belongs to the opened image, so
 * that copy, patch and preview agree.
 *
 * @throws VhdxError `not-available` where the layer is not a replay.
 */
export function replayCommit(image: OpenedImage, layer: Layer): ReplayCommit {
  const { active } = image.headers;
  if (layer.name !== "replayed" || active === null || !image.canReplay) {
    throw new VhdxError("not-available", "There is nothing to replay.");
  }
  const { before, after } = replayHeaderUpdates(active, image.fileWriteGuid, NIL_GUID);
  const store = new OverlayStore(layer.store);
  for (const { offset, bytes } of [before, ...after]) {
    store.write(offset, bytes);
    store.flush();
  }
  const sequence = ({ copy, values }: HeaderWrite) =>
    `Header ${copy} is rewritten with sequence number ${values.sequenceNumber}`;
  return {
    before,
    after,
    store,
    changes: [
      `${sequence(before)} and the new FileWriteGuid ${image.fileWriteGuid}, before anything else.`,
      ...after.map(
        (write, index) =>
          `${sequence(write)}${index === 0 ? " and no log GUID: the log is empty" : ", so that both are current"}.`,
      ),
      "DataWriteGuid stays: a replay does not change what a guest sees.",
    ],
  };
}
