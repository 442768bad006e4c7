import { NIL_GUID } from "../../shared/guid.ts";
import { intersects, type Interval, overlaps } from "../../bytes/intervals.ts";
import type { FindingCode, FindingList } from "../findings/index.ts";
import { itemName, itemPlace, type MetadataItem } from "./metadata-item.ts";
import { INCOMPLETE_FILE } from "../structs/metadata-items.ts";

const isKnown = ({ owner }: Interval<MetadataItem>) => owner.known !== null;

/** Checks where the item lies; true where it can't lie there. An empty item must have no offset. */
function checkRange(item: MetadataItem, findings: FindingList): boolean {
  const { length, offset } = item.values;
  const name = itemName(item);
  if (length === 0) {
    if (offset === 0) return false;
    const message = `The empty ${name} has the offset ${offset}, although it has no bytes.`;
    findings.add("metadata-empty-with-offset", message, itemPlace(item));
    return true;
  }
  if (item.readable) return false;
  const code = item.known === null ? "metadata-unknown-range" : "metadata-item-range";
  const message = `The place of ${name} is impossible: ${length} bytes at ${offset} of the region.`;
  findings.add(code, message, itemPlace(item));
  return true;
}

function checkUnknown(item: MetadataItem, findings: FindingList): void {
  const { isRequired, isUser } = item.values;
  const name = itemName(item);
  if (isRequired === 1) {
    const code = isUser === 1 ? "metadata-user-required" : "metadata-unknown-required";
    findings.add(code, `The unknown ${name} is marked as required.`, itemPlace(item));
  } else if (isUser === 1) {
    findings.add("metadata-user-item", `The user's ${name} is left alone.`, itemPlace(item));
  } else findings.add("metadata-unknown", `The unknown ${name} is left alone.`, itemPlace(item));
}

/** Checks each item by itself, and that no item is there twice (MS-VHDX 2.6.1.2). */
export function checkItems(items: readonly MetadataItem[], findings: FindingList): void {
  const seen = new Set<string>();
  for (const item of items) {
    const { values, known } = item;
    const place = itemPlace(item);
    const name = itemName(item);
    if (values.itemId === NIL_GUID) {
      findings.add("metadata-item-nil-id", `Entry ${item.index} has an ItemId of all zeros.`, place);
      continue;
    }
    const key = `${values.itemId}/${values.isUser}`;
    if (seen.has(key)) findings.add("metadata-duplicate", `There is more than one ${name}.`, place);
    seen.add(key);
    const broken = checkRange(item, findings);
    if (values.reservedFlags !== 0 || values.reserved2 !== 0) {
      findings.add("metadata-item-reserved", `The entry of ${name} has reserved bits set.`, place);
    }
    if (known === null) {
      checkUnknown(item, findings);
      continue;
    }
    if (
      (known.isVirtualDisk ? 1 : 0) !== values.isVirtualDisk ||
      (known.isRequired ? 1 : 0) > values.isRequired
    ) {
      findings.add("metadata-item-flags", `${name} does not have the flags that MS-VHDX gives it.`, place);
    }
    if (known.guid === INCOMPLETE_FILE.guid) {
      findings.add(
        "metadata-incomplete-file",
        "The file is marked as incomplete: its creation never finished.",
        place,
      );
    }
    if (known.struct !== null && !broken && values.length !== known.struct.size) {
      const code = values.length < known.struct.size ? "metadata-item-length" : "metadata-item-long";
      findings.add(code, `${name} has ${values.length} bytes instead of ${known.struct.size}.`, place);
    }
  }
}

/**
 * Checks that no items overlap. Known items are checked first, so that thousands of unknown ones that overlap can't hide them.
 */
export function checkOverlaps(items: readonly MetadataItem[], findings: FindingList): void {
  const placed: Interval<MetadataItem>[] = items.flatMap((item) =>
    item.offset === null ? [] : [{ start: item.offset, end: item.offset + item.values.length, owner: item }],
  );
  const add = (a: MetadataItem, b: MetadataItem, code: FindingCode) =>
    findings.add(code, `The bytes of ${itemName(a)} and of ${itemName(b)} overlap.`, {
      ...itemPlace(b),
      part: `entry-${a.index}`,
    });
  const [known, unknown] = [placed.filter(isKnown), placed.filter((each) => !isKnown(each))];
  for (const [a, b] of overlaps(known)) add(a.owner, b.owner, "metadata-item-overlap");
  for (const a of known) {
    const over = unknown.find((b) => intersects(a, b));
    if (over !== undefined) add(a.owner, over.owner, "metadata-item-overlap");
  }
  for (const [a, b] of overlaps(unknown)) add(a.owner, b.owner, "metadata-unknown-overlap");
}
