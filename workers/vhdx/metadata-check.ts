import { intersects, type Interval, overlaps } from "../bytes/intervals.ts";
import type { FindingList } from "./findings/index.ts";
import { itemName, itemPlace, type MetadataItem } from "./metadata-item.ts";
import { INCOMPLETE_FILE } from "./structs/metadata-items.ts";

const isKnown = ({ owner }: Interval<MetadataItem>) => owner.known !== null;

/** Checks each item by itself, and that none comes twice. */
export function checkItems(items: readonly MetadataItem[], findings: FindingList): void {
  const seen = new Set<string>();
  for (const item of items) {
    const { values, known } = item;
    const place = itemPlace(item);
    const name = itemName(item);
    const key = `${values.itemId}/${values.isUser}`;
    if (seen.has(key)) findings.add("metadata-duplicate", `There is more than one ${name}.`, place);
    seen.add(key);
    const broken = values.length > 0 ? !item.readable : values.offset !== 0;
    if (broken) {
      const severity = known !== null && values.length > 0 ? "fatal" : "warning";
      findings.add(
        "metadata-item-range",
        `The place of ${name} is impossible: ${values.length} bytes at ${values.offset} of the region.`,
        {
          ...place,
          severity,
        },
      );
    }
    if (values.reservedFlags !== 0 || values.reserved2 !== 0) {
      findings.add("metadata-reserved", `The entry of ${name} has reserved bits set.`, place);
    }
    if (known === null) {
      if (values.isRequired === 1) {
        findings.add(
          "metadata-unknown-required",
          `The unknown ${name} is marked as one that a reader must know.`,
          place,
        );
      } else findings.add("metadata-unknown", `The unknown ${name} is left alone.`, place);
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
      findings.add(
        "metadata-item-length",
        `${name} has ${values.length} bytes instead of ${known.struct.size}.`,
        {
          ...place,
          severity: values.length < known.struct.size ? "fatal" : "warning",
        },
      );
    }
  }
}

/** No item may lie over another. Thousands of unknown ones that do must not hide a known one. */
export function checkOverlaps(items: readonly MetadataItem[], findings: FindingList): void {
  const placed: Interval<MetadataItem>[] = items.flatMap((item) =>
    item.offset === null ? [] : [{ start: item.offset, end: item.offset + item.values.length, owner: item }],
  );
  const add = (a: MetadataItem, b: MetadataItem, severity: "fatal" | "warning") => {
    const place = { ...itemPlace(b), severity };
    findings.add("metadata-item-range", `The bytes of ${itemName(a)} and of ${itemName(b)} overlap.`, place);
  };
  const [known, unknown] = [placed.filter(isKnown), placed.filter((each) => !isKnown(each))];
  for (const [a, b] of overlaps(known)) add(a.owner, b.owner, "fatal");
  for (const a of known) {
    const over = unknown.find((b) => intersects(a, b));
    if (over !== undefined) add(a.owner, over.owner, "fatal");
  }
  for (const [a, b] of overlaps(unknown)) add(a.owner, b.owner, "warning");
}
