import { VhdxError } from "../../shared/error.ts";
import { NIL_GUID } from "../../shared/guid.ts";
import type { Store } from "../../store/store.ts";
import { type HeaderChanges, headerUpdate } from "../headers/header-update.ts";
import type { HeaderCopy } from "../headers/headers.ts";
import type { LogPlace } from "../headers/log-place.ts";
import type { HeaderValues } from "../structs/header.ts";

const LAST_SEQUENCE_NUMBER = 0xffff_ffff_ffff_ffffn;
/** Sequence numbers kept for emptying the log: were they spent on naming one, the image would stay dirty for good. */
const KEPT_FOR_CLEARING = 16n;

/** Makes new GUIDs; tests hand in one that repeats itself. */
export type GuidSource = () => string;

/**
 * Header updates of one writable session (MS-VHDX 2.2.2.1). Both headers are current again after each change: the update is
 * done twice, with the same GUIDs and a flush each.
 */
export class HeaderWriter {
  readonly #store: Store;
  readonly #newGuid: GuidSource;
  #active: Pick<HeaderCopy, "copy" | "values">;
  #fileMarked = false;
  #dataMarked = false;

  constructor(store: Store, active: HeaderCopy, newGuid: GuidSource) {
    this.#store = store;
    this.#active = active;
    this.#newGuid = newGuid;
  }

  get values(): HeaderValues {
    return this.#active.values;
  }

  get log(): LogPlace {
    return { offset: Number(this.#active.values.logOffset), length: this.#active.values.logLength };
  }

  /** Before the first modification of any kind in the session: a new FileWriteGuid, on stable storage when this returns. */
  markFile(): void {
    if (this.#fileMarked) return;
    this.#update({});
  }

  /** Before the first change that a guest can see: a new DataWriteGuid as well, on stable storage when this returns. */
  markData(): void {
    if (this.#dataMarked) return;
    this.#dataMarked = true;
    this.#update({ dataWriteGuid: this.#newGuid() });
  }

  /** Makes entries with this GUID count. There must be a whole one in the log, or a crash now would leave a log without any. */
  activateLog(logGuid: string): void {
    this.#update({ logGuid });
  }

  /** Says that the log is empty. What it held must be on stable storage in its places. */
  clearLog(): void {
    this.#update({ logGuid: NIL_GUID }, 0n);
  }

  #update(changes: HeaderChanges, kept = KEPT_FOR_CLEARING): void {
    if (LAST_SEQUENCE_NUMBER - this.#active.values.sequenceNumber < 2n + kept) {
      throw new VhdxError(
        "not-available",
        "The headers' sequence numbers are used up; no update can follow.",
        {
          structure: "Headers",
        },
      );
    }
    const marked = this.#fileMarked ? changes : { ...changes, fileWriteGuid: this.#newGuid() };
    this.#fileMarked = true;
    this.#step(marked);
    this.#step({});
  }

  #step(changes: HeaderChanges): void {
    const write = headerUpdate(this.#active, changes);
    this.#store.write(write.offset, write.bytes);
    // The other header is the way back: it may be overwritten only once this one is on stable storage.
    this.#store.flush();
    this.#active = write;
  }
}
