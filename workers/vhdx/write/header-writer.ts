import { VhdxError } from "../../shared/error.ts";
import { NIL_GUID } from "../../shared/guid.ts";
import type { Store } from "../../store/store.ts";
import { bothHeaderUpdates, type HeaderChanges, headerUpdate } from "../headers/header-update.ts";
import type { HeaderCopy } from "../headers/headers.ts";
import type { LogPlace } from "../headers/log-place.ts";
import type { HeaderValues } from "../structs/header.ts";

const LAST_SEQUENCE_NUMBER = 0xffff_ffff_ffff_ffffn;
/** Sequence numbers that only `clearLog` may use: without any left, the log could never be emptied again. */
const RESERVED_FOR_CLEARING = 16n;

/** Makes new GUIDs; tests pass one with predictable results. */
export type GuidSource = () => string;

/**
 * Updates both headers, with the same GUIDs (MS-VHDX 2.2.2.1). Also works where the sequence numbers are used up: they restart.
 *
 * @param active the header whose values count; it may be one that the file does not take as active yet.
 */
export function updateHeaders(
  store: Store,
  active: Pick<HeaderCopy, "copy" | "values">,
  changes: HeaderChanges,
): void {
  for (const { offset, bytes } of bothHeaderUpdates(active, changes)) {
    store.write(offset, bytes);
    // The other header must stay whole until this one is on stable storage.
    store.flush();
  }
}

/**
 * Header updates of one writable session (MS-VHDX 2.2.2.1). Each change updates both headers one after the other, with the same
 * GUIDs and a flush each, so that both are current again.
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

  /** Must be called before the first change of any kind: sets a new FileWriteGuid, on stable storage when this returns. */
  markFile(): void {
    if (this.#fileMarked) return;
    this.#update({});
  }

  /**
   * Must be called before the first change that a guest can see: sets a new DataWriteGuid too, on stable storage when this
   * returns.
   */
  markData(): void {
    if (this.#dataMarked) return;
    this.#dataMarked = true;
    this.#update({ dataWriteGuid: this.#newGuid() });
  }

  /**
   * Sets LogGuid, and LogVersion 0, the version of the entries: under any other no reader may replay them. The log must already
   * hold a whole entry with the GUID, or a crash now would leave a log without a valid entry.
   */
  activateLog(logGuid: string): void {
    this.#update({ logGuid, logVersion: 0 });
  }

  /** Clears LogGuid: the log is empty. All updates in it must have been applied and be on stable storage. */
  clearLog(): void {
    this.#update({ logGuid: NIL_GUID }, 0n);
  }

  #update(changes: HeaderChanges, reserved = RESERVED_FOR_CLEARING): void {
    if (LAST_SEQUENCE_NUMBER - this.#active.values.sequenceNumber < 2n + reserved) {
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
    // The other header is the fallback: it may be overwritten only once this one is on stable storage.
    this.#store.flush();
    this.#active = write;
  }
}
