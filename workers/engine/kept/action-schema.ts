import * as v from "valibot";
import type { EditAction } from "../../api/index.ts";

/** A length or an offset in bytes. */
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const bytes = v.instance(Uint8Array) as v.GenericSchema<unknown, Uint8Array<ArrayBuffer>>;
const text = v.nullable(v.string());

/**
 * The schema of an `EditAction`, for values that are read back from storage. Whether an action fits an image shows when it is
 * made.
 */
export const editAction: v.GenericSchema<unknown, EditAction> = v.variant("kind", [
  v.object({ kind: v.literal("write"), space: v.picklist(["disk", "file"]), offset: count, bytes }),
  v.object({ kind: v.literal("fill"), offset: count, length: count, pattern: bytes }),
  v.object({ kind: v.literal("zero"), offset: count, length: count }),
  v.object({
    kind: v.literal("set-field"),
    node: v.string(),
    field: v.string(),
    value: v.string(),
    mend: v.boolean(),
  }),
  v.object({ kind: v.literal("apply-log") }),
  v.object({ kind: v.literal("discard-log") }),
  v.object({ kind: v.literal("fix"), fix: v.string() }),
  v.object({
    kind: v.literal("relink"),
    change: v.object({ linkage: text, paths: v.record(v.string(), text), dropLinkage2: v.boolean() }),
  }),
]);
