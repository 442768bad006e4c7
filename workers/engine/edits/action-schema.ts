import * as v from "valibot";
import type { EditAction } from "../../api/index.ts";

/** A number of bytes, or a place. */
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const bytes = v.instance(Uint8Array) as v.GenericSchema<unknown, Uint8Array<ArrayBuffer>>;
const text = v.nullable(v.string());

/**
 * What an `EditAction` looks like. It says whether a value that was read back from storage is one, not whether the action makes
 * sense for an image: making it says that.
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
