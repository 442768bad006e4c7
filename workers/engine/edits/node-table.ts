import type { NodeId } from "../../api/index.ts";
import type { Struct } from "../../bytes/struct.ts";
import { batEntry } from "../../vhdx/structs/bat-entry.ts";
import { fileIdentifier } from "../../vhdx/structs/file-identifier.ts";
import { header } from "../../vhdx/structs/header.ts";
import { dataDescriptor, dataSector, logEntryHeader, zeroDescriptor } from "../../vhdx/structs/log.ts";
import { KNOWN_ITEMS } from "../../vhdx/structs/metadata-items.ts";
import { metadataTableEntry, metadataTableHeader } from "../../vhdx/structs/metadata-table.ts";
import { parentLocatorEntry, parentLocatorHeader } from "../../vhdx/structs/parent-locator.ts";
import { regionTableEntry, regionTableHeader } from "../../vhdx/structs/region-table.ts";

/** Tables that a node's fields can come from, by what its id looks like. */
const TABLES: readonly (readonly [RegExp, readonly Struct[]])[] = [
  [/^identifier$/, [fileIdentifier]],
  [/^header\/\d+$/, [header]],
  [/^region-table\/\d+$/, [regionTableHeader]],
  [/^region-table\/\d+\/entry\/\d+$/, [regionTableEntry]],
  [/^metadata\/table$/, [metadataTableHeader]],
  [/^metadata\/entry\/\d+$/, [metadataTableEntry]],
  [/^metadata\/item\/\d+$/, [...KNOWN_ITEMS.flatMap((item) => item.struct ?? []), parentLocatorHeader]],
  [/^metadata\/item\/\d+\/locator\/\d+$/, [parentLocatorEntry]],
  [/^(bat\/entry|block|bitmap)\/\d+$/, [batEntry]],
  [/^log\/entry\/\d+$/, [logEntryHeader]],
  [/^log\/entry\/\d+\/descriptor\/\d+$/, [dataDescriptor, zeroDescriptor]],
  [/^log\/entry\/\d+\/data\/\d+$/, [dataSector]],
];

/** The table that has exactly the fields which the inspector lists for the node; null where it lists none. */
export function tableOf(node: NodeId, fieldNames: readonly string[]): Struct | null {
  const candidates = TABLES.find(([pattern]) => pattern.test(node))?.[1] ?? [];
  const listed = fieldNames.join();
  return candidates.find((struct) => Object.keys(struct.fields).join() === listed) ?? null;
}
