import type { NodeId } from "../../../workers/api/index.ts";
import { parseNodeId } from "../../../workers/shared/node-id.ts";
import { formatOffset } from "./format.ts";
import { numberText } from "../../../workers/shared/text.ts";
import { WORDS } from "./words.ts";

/** A structure's id in words, without asking the engine: "Region table 1, entry 0". */
export function nodeWords(id: NodeId): string {
  const place = parseNodeId(id);
  if (place === null) return id;
  const [first = 0, second = 0] = place.numbers;
  const [nth, part] = [numberText(first), numberText(second)];
  switch (place.kind) {
    case "identifier":
      return WORDS.nodes.identifier;
    case "header":
      return WORDS.nodes.header(nth);
    case "region-table":
      return WORDS.nodes.regionTable(nth);
    case "region-table/entry":
      return WORDS.nodes.regionEntry(nth, part);
    case "log":
      return WORDS.nodes.log;
    case "log/entry":
      return WORDS.nodes.logEntry(formatOffset(first));
    case "log/entry/descriptor":
      return WORDS.nodes.logDescriptor(formatOffset(first), part);
    case "log/entry/data":
      return WORDS.nodes.logData(formatOffset(first), part);
    case "metadata":
      return WORDS.nodes.metadata;
    case "metadata/table":
      return WORDS.nodes.metadataTable;
    case "metadata/entry":
      return WORDS.nodes.metadataEntry(nth);
    case "metadata/item":
      return WORDS.nodes.metadataItem(nth);
    case "metadata/item/locator":
      return WORDS.nodes.locator(nth, part);
    case "bat":
      return WORDS.nodes.bat;
    case "bat/page":
      return WORDS.nodes.batPage(nth);
    case "bat/entry":
      return WORDS.nodes.batEntry(nth);
    case "blocks":
      return WORDS.nodes.blocks;
    case "block":
      return WORDS.nodes.block(nth);
    case "bitmap":
      return WORDS.nodes.bitmap(nth);
    case "gaps":
      return WORDS.nodes.gaps;
    case "gap":
      return WORDS.nodes.gap(formatOffset(first));
    case "region":
      return WORDS.nodes.region(nth);
  }
}
