import type { NodeId } from "../../../workers/api/index.ts";
import { parseNodeId } from "../../../workers/shared/node-id.ts";
import { formatOffset } from "./format.ts";
import { numberText } from "../../../workers/shared/text.ts";

/** A structure's id in words, without asking the engine: "Region table 1, entry 0". */
export function nodeWords(id: NodeId): string {
  const place = parseNodeId(id);
  if (place === null) return id;
  const [first = 0, second = 0] = place.numbers;
  const [nth, part] = [numberText(first), numberText(second)];
  switch (place.kind) {
    case "identifier":
      return "File type identifier";
    case "header":
      return `Header ${nth}`;
    case "region-table":
      return `Region table ${nth}`;
    case "region-table/entry":
      return `Region table ${nth}, entry ${part}`;
    case "log":
      return "Log";
    case "log/entry":
      return `Log entry at log offset ${formatOffset(first)}`;
    case "log/entry/descriptor":
      return `Log entry at log offset ${formatOffset(first)}, descriptor ${part}`;
    case "log/entry/data":
      return `Log entry at log offset ${formatOffset(first)}, data ${part}`;
    case "metadata":
      return "Metadata";
    case "metadata/table":
      return "Metadata table";
    case "metadata/entry":
      return `Metadata entry ${nth}`;
    case "metadata/item":
      return `Metadata item ${nth}`;
    case "metadata/item/locator":
      return `Metadata item ${nth}, locator ${part}`;
    case "bat":
      return "BAT";
    case "bat/page":
      return `BAT page ${nth}`;
    case "bat/entry":
      return `BAT entry ${nth}`;
    case "blocks":
      return "Blocks";
    case "block":
      return `Block ${nth}`;
    case "bitmap":
      return `Sector bitmap ${nth}`;
    case "gaps":
      return "Unused space";
    case "gap":
      return `Unused space at ${formatOffset(first)}`;
    case "region":
      return `Region ${nth}`;
  }
}
