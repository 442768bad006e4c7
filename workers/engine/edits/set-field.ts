import type { EditAction } from "../../api/index.ts";
import { crc32cWithout } from "../../bytes/crc32c.ts";
import { VhdxError } from "../../bytes/error.ts";
import { decode, encodeInto, type FieldSpec, type Struct } from "../../bytes/struct.ts";
import type { Store } from "../../store/store.ts";
import { REGION_TABLE_OFFSETS, SLOT } from "../../vhdx/header-section.ts";
import { logEntryHeader } from "../../vhdx/structs/log.ts";
import { REGION_TABLE_SIZE, regionTableHeader } from "../../vhdx/structs/region-table.ts";
import type { LogRing } from "../../vhdx/log/ring.ts";
import type { ViewContext } from "../views/context.ts";
import { nodeFields } from "../views/tree/tree.ts";
import { parseField } from "./field-value.ts";
import { tableOf } from "./node-table.ts";

type SetField = Extract<EditAction, { kind: "set-field" }>;

/** Computes a region table's checksum anew, over its whole 64 KiB. */
function mendRegionTable(store: Store, offset: number): void {
  const bytes = new Uint8Array(REGION_TABLE_SIZE);
  store.read(offset, bytes);
  const checksum = crc32cWithout(bytes, regionTableHeader.fields.checksum.offset);
  const head = bytes.subarray(0, regionTableHeader.size);
  encodeInto(regionTableHeader, { checksum }, head);
  store.write(offset, head);
}

/** Computes a log entry's checksum anew, over its whole length in ring order. */
function mendLogEntry(store: Store, ring: LogRing, logOffset: number): void {
  const head = new Uint8Array(logEntryHeader.size);
  ring.read(logOffset, head);
  const { entryLength } = decode(logEntryHeader, head);
  if (entryLength < head.length || entryLength > ring.length) {
    throw new VhdxError(
      "misuse",
      "The entry's length is impossible, so no checksum can cover it. Set it without mending.",
    );
  }
  const bytes = new Uint8Array(entryLength);
  ring.read(logOffset, bytes);
  encodeInto(logEntryHeader, { checksum: crc32cWithout(bytes, logEntryHeader.fields.checksum.offset) }, head);
  store.write(ring.fileOffset(logOffset), head);
}

/** Mends the checksum that covers a node from outside its own table. */
function mendAround(context: ViewContext, store: Store, node: string, offset: number): void {
  if (node.startsWith("region-table/")) {
    const table = REGION_TABLE_OFFSETS.find((start) => offset >= start && offset < start + SLOT);
    if (table !== undefined) mendRegionTable(store, table);
  }
  const entry = /^log\/entry\/(\d+)/.exec(node)?.[1];
  const ring = context.image.log?.ring;
  if (entry !== undefined && ring !== undefined) mendLogEntry(store, ring, Number(entry));
}

/**
 * Writes one field of a structure.
 *
 * @param context of the Edited layer as it is; `store` is the one that its image reads
 * @throws VhdxError `misuse` with a sentence where there is no such field or the value can't be stored in it.
 */
export function setField(context: ViewContext, store: Store, { node, field, value, mend }: SetField): void {
  const { fields } = nodeFields(context, node);
  const struct: Struct | null = tableOf(
    node,
    fields.map((each) => each.name),
  );
  const listed = fields.find((each) => each.name === field);
  const spec = struct === null ? undefined : (struct.fields[field] as FieldSpec | undefined);
  if (struct === null || listed === undefined || spec === undefined)
    throw new VhdxError("misuse", `${node} has no field ${field}.`);
  const offset = listed.offset - spec.offset;
  const bytes = new Uint8Array(struct.size);
  store.read(offset, bytes);
  const ownChecksum = struct.checksum === field;
  encodeInto(struct, { [field]: parseField(spec, value) }, bytes, 0, mend && !ownChecksum);
  store.write(offset, bytes);
  const setsChecksum = ownChecksum || field === "checksum";
  if (mend && !setsChecksum) mendAround(context, store, node, offset);
}
