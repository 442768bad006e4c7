import type { EditAction, FieldCheck, NodeId } from "../../api/index.ts";
import { crc32cWithout } from "../../bytes/crc32c.ts";
import { VhdxError } from "../../shared/error.ts";
import { isWithin, logEntryOf, parseNodeId } from "../../shared/node-id.ts";
import { decode, encodeInto, type FieldSpec, type Struct } from "../../bytes/struct.ts";
import type { Store } from "../../store/store.ts";
import { REGION_TABLE_OFFSETS, SLOT } from "../../vhdx/headers/header-section.ts";
import { logEntryHeader } from "../../vhdx/structs/log.ts";
import { REGION_TABLE_SIZE, regionTableHeader } from "../../vhdx/structs/region-table.ts";
import { LogRing } from "../../vhdx/log/ring.ts";
import { updateTableChecksum } from "../../vhdx/write/region-table-bytes.ts";
import type { ViewContext } from "../views/context.ts";
import { valueText } from "../views/field-list.ts";
import { nodeStruct } from "../views/tree/tree.ts";
import { parseField } from "./field-value.ts";

type SetField = Extract<EditAction, { kind: "set-field" }>;

/** Updates the checksum of a region table, which covers its whole 64 KiB (MS-VHDX 2.2.3). */
function updateRegionTable(store: Store, offset: number): void {
  const bytes = new Uint8Array(REGION_TABLE_SIZE);
  store.read(offset, bytes);
  updateTableChecksum(bytes);
  store.write(offset, bytes.subarray(0, regionTableHeader.size));
}

/** Updates the checksum of a log entry, which covers its whole length in ring order (MS-VHDX 2.3.1.1). */
function updateLogEntry(store: Store, ring: LogRing, logOffset: number): void {
  const head = new Uint8Array(logEntryHeader.size);
  ring.read(logOffset, head);
  const { entryLength } = decode(logEntryHeader, head);
  if (entryLength < head.length || entryLength > ring.length) {
    throw new VhdxError(
      "misuse",
      "The entry's length is impossible, so no checksum can cover it. Set the value without updating the checksum.",
    );
  }
  const bytes = new Uint8Array(entryLength);
  ring.read(logOffset, bytes);
  encodeInto(logEntryHeader, { checksum: crc32cWithout(bytes, logEntryHeader.fields.checksum.offset) }, head);
  store.write(ring.fileOffset(logOffset), head);
}

/** Updates the checksum that covers a node from outside its own table: of its region table or log entry. */
function updateAround(context: ViewContext, store: Store, node: string, offset: number): void {
  const place = parseNodeId(node);
  if (isWithin(place, "region-table")) {
    const table = REGION_TABLE_OFFSETS.find((start) => offset >= start && offset < start + SLOT);
    if (table !== undefined) updateRegionTable(store, table);
  }
  const entry = logEntryOf(place);
  const { log } = context.image.headers;
  // The image's own ring reads the log as it was before the edit.
  if (entry !== null && log !== null) updateLogEntry(store, new LogRing(store, log), entry);
}

interface Located {
  readonly struct: Struct;
  readonly spec: FieldSpec;
  /** Of the structure in the file, bytes. */
  readonly offset: number;
}

/** @throws VhdxError `misuse` where there is no such field. */
function locateField(context: ViewContext, node: NodeId, field: string): Located {
  const table = nodeStruct(context, node);
  const fields = table?.struct.fields ?? {};
  const spec = Object.hasOwn(fields, field) ? (fields[field] as FieldSpec) : undefined;
  if (table === null || spec === undefined) throw new VhdxError("misuse", `${node} has no field ${field}.`);
  return { struct: table.struct, spec, offset: table.offset };
}

/**
 * Checks a new value for a field against its struct table; writes nothing.
 *
 * @throws VhdxError `misuse` where there is no such field.
 */
export function checkField(context: ViewContext, node: NodeId, field: string, value: string): FieldCheck {
  const { spec } = locateField(context, node, field);
  try {
    const parsed = parseField(spec, value);
    return { refused: null, shown: valueText(spec, parsed), problem: spec.rule?.(parsed) ?? null };
  } catch (thrown) {
    if (thrown instanceof VhdxError) return { refused: thrown.message, shown: null, problem: null };
    throw thrown;
  }
}

/**
 * Writes one field of a structure.
 *
 * @param context of the Edited layer as it is; `store` is the one that its image reads
 * @throws VhdxError `misuse` with a sentence where there is no such field or the value can't be stored in it.
 */
export function setField(
  context: ViewContext,
  store: Store,
  { node, field, value, mend: update }: SetField,
): void {
  const { struct, spec, offset } = locateField(context, node, field);
  const bytes = new Uint8Array(struct.size);
  store.read(offset, bytes);
  const ownChecksum = struct.checksum === field;
  encodeInto(struct, { [field]: parseField(spec, value) }, bytes, 0, update && !ownChecksum);
  store.write(offset, bytes);
  const setsChecksum = ownChecksum || field === "checksum";
  if (update && !setsChecksum) updateAround(context, store, node, offset);
}
