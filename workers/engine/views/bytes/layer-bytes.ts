import type { FileBytes } from "../../../api/index.ts";
import { MIB } from "../../../shared/numbers.ts";
import { readUpTo } from "../../../store/store.ts";
import { changedByReplay, changedByUser, type ViewContext } from "../context.ts";

/** Most bytes handed out in one answer. */
export const LARGEST_ANSWER = MIB;

/** Bytes of the layer's file, with the runs that differ from the original. */
export function fileBytes(context: ViewContext, offset: number, length: number): FileBytes {
  const bytes = readUpTo(context.layer.store, offset, Math.min(length, LARGEST_ANSWER));
  return {
    offset,
    bytes,
    fileSize: context.layer.store.size,
    changedByReplay: [...changedByReplay(context, offset, bytes.length)],
    changedByUser: [...changedByUser(context, offset, bytes.length)],
  };
}
