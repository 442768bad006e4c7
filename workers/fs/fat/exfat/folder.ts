import type { PagedBytes } from "../../common/paged-bytes.ts";
import { type FolderSpace, slots } from "../slots.ts";
import { SLOT } from "../structs/entry.ts";
import { entriesOf, type EntrySet, FILE, IN_USE, readSet } from "./entry-set.ts";

/** A file or folder in its folder. */
interface ExfatEntry {
  readonly kind: "entry";
  /** Of its first entry, bytes from the start of the volume. */
  readonly offset: number;
  /** Of all of its entries. */
  readonly offsets: readonly number[];
  readonly set: EntrySet;
  /** Bytes from the start of the folder. */
  readonly position: number;
}

type FolderPart =
  | ExfatEntry
  /** Bitmap, up-case table, label: an entry of the volume itself. */
  | { readonly kind: "volume"; readonly type: number; readonly bytes: Uint8Array }
  | { readonly kind: "problem"; readonly message: string }
  | { readonly kind: "piece"; readonly position: number };

interface Collected {
  readonly position: number;
  readonly bytes: Uint8Array;
  readonly offsets: number[];
}

/** Entries of a folder of exFAT, deleted ones too. @param from bytes from the start of the folder, where a set begins */
export function* readExfatFolder(
  reader: PagedBytes,
  space: FolderSpace,
  from: number,
): Generator<FolderPart> {
  if (space.problem !== null && from === 0) yield { kind: "problem", message: space.problem };
  let set: Collected | null = null;
  for (const slot of slots(reader, space, from)) {
    if (slot.kind === "piece") {
      if (set === null) yield slot;
      continue;
    }
    if (slot.kind === "gap") {
      set = null;
      yield { kind: "problem", message: `The folder ${slot.reason} from its byte ${slot.position} on.` };
      continue;
    }
    const type = slot.bytes[0] ?? 0;
    const begins = (type | IN_USE) === FILE;
    // A set that another one interrupts was cut off.
    if (begins || (type & 0x40) === 0) {
      if (set !== null && ((set.bytes[0] ?? 0) & IN_USE) !== 0)
        yield { kind: "problem", message: `The entry at byte ${set.position} of the folder is cut off.` };
      set = null;
    }
    if (begins) {
      const count = entriesOf(slot.bytes);
      if (count === null) {
        if ((type & IN_USE) !== 0)
          yield { kind: "problem", message: `The entry at byte ${slot.position} of the folder is damaged.` };
        continue;
      }
      set = { position: slot.position, bytes: new Uint8Array(count * SLOT), offsets: [] };
    } else if (set === null) {
      if ((type & IN_USE) !== 0 && (type & 0x40) === 0) yield { kind: "volume", type, bytes: slot.bytes };
      continue;
    }
    if (set === null) continue;
    const gathered: Collected = set;
    gathered.bytes.set(slot.bytes, gathered.offsets.length * SLOT);
    gathered.offsets.push(slot.offset);
    const { position, offsets, bytes } = gathered;
    if (offsets.length * SLOT < bytes.length) continue;
    set = null;
    const whole = readSet(bytes);
    if (whole === null) {
      if (((bytes[0] ?? 0) & IN_USE) !== 0)
        yield { kind: "problem", message: `The entry at byte ${position} of the folder is damaged.` };
      continue;
    }
    if (!whole.isSound && !whole.isDeleted)
      yield {
        kind: "problem",
        message: `The checksum of ${whole.name} at byte ${position} of the folder does not fit.`,
      };
    yield { kind: "entry", offset: offsets[0] ?? 0, offsets, set: whole, position };
  }
}
