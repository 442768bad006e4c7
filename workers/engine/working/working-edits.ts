import type { EditAction } from "../../api/index.ts";
import { VhdxError } from "../../shared/error.ts";
import { randomGuid } from "../../shared/guid.ts";
import { runSteps } from "../../bytes/steps.ts";
import { sizeText } from "../../shared/text.ts";
import { OverlayStore } from "../../store/overlay-store.ts";
import type { Store } from "../../store/store.ts";
import { readHeaders } from "../../vhdx/headers/headers.ts";
import { readStructures } from "../../vhdx/image.ts";
import { RepairPlan } from "../../vhdx/repair/repair-plan.ts";
import { applyLog } from "../../vhdx/write/apply-log.ts";
import { DiskWriter } from "../../vhdx/write/disk-writer.ts";
import { writeMetadata } from "../../vhdx/write/metadata-writer.ts";
import { discardLog } from "../../vhdx/write/discard-log.ts";
import { fill } from "../edits/fill.ts";
import { relink } from "../edits/relink.ts";
import { setField } from "../edits/set-field.ts";
import { diskBelow } from "../image/lineage.ts";
import type { ViewContext } from "../views/context.ts";

/** Makes changes to a working disk, in place and at once. */
export class WorkingEdits {
  readonly #store: Store;
  /** Kept between guest writes that follow each other; any other change makes what it knows out of date. */
  #writer: DiskWriter | null = null;
  /** What can be repaired in the disk; kept between fixes that follow each other. */
  readonly plan: RepairPlan;

  constructor(store: Store) {
    this.#store = store;
    this.plan = new RepairPlan(store);
  }

  /**
   * Makes a change; it is durable when this returns.
   *
   * @param context of the disk as it is
   * @throws VhdxError with a sentence; a change that failed half way is completed or left out by the log's replay.
   */
  apply(action: EditAction, context: ViewContext): void {
    try {
      this.#run(action, context);
      this.#store.flush();
    } catch (thrown) {
      this.#writer = null;
      this.plan.forget();
      throw thrown;
    }
  }

  #run(action: EditAction, context: ViewContext): void {
    if (action.kind !== "fix") this.plan.forget();
    if (action.kind === "write" && action.space === "disk") {
      return this.#guest(context, (writer) => writer.write(action.offset, action.bytes));
    }
    if (action.kind === "fill")
      return this.#guest(context, (writer) => fill(writer, action.offset, action.length, action.pattern));
    if (action.kind === "zero")
      return this.#guest(context, (writer) => writer.zero(action.offset, action.length));
    this.#writer = null;
    switch (action.kind) {
      case "write":
        if (action.offset + action.bytes.length > this.#store.size) {
          throw new VhdxError("out-of-range", `The file ends at ${sizeText(this.#store.size)}.`, {
            structure: "file",
          });
        }
        return this.#store.write(action.offset, action.bytes);
      case "set-field": {
        const changed = new OverlayStore(this.#store);
        setField(context, changed, action);
        return writeMetadata(this.#store, changed);
      }
      case "apply-log":
        applyLog(this.#store);
        return;
      case "discard-log":
        return discardLog(this.#store, randomGuid);
      case "fix":
        runSteps(this.plan.apply(action.fix, randomGuid));
        return;
      case "relink":
        applyLog(this.#store);
        // Read again: the log may have held another locator.
        return relink(readStructures(this.#store, readHeaders(this.#store).log), this.#store, action.change);
    }
  }

  #guest({ image, layer }: ViewContext, write: (writer: DiskWriter) => void): void {
    // A worker that was killed in the middle of a write leaves a log to be replayed.
    applyLog(this.#store);
    const below = diskBelow(image, layer);
    // The parent may have changed since.
    if (below !== null) this.#writer = null;
    this.#writer ??= new DiskWriter(this.#store, randomGuid, below);
    write(this.#writer);
    this.#writer.close();
  }
}
