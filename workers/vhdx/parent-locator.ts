import { bytesToHex, utf16ToText } from "../bytes/text.ts";
import { decode } from "../bytes/struct.ts";
import { guidFromText } from "../bytes/guid.ts";
import { reachesPast } from "../bytes/numbers.ts";
import { visibleText } from "../bytes/visible-text.ts";
import type { FindingList, FindingPlace } from "./findings/index.ts";
import { parentLocatorEntry, parentLocatorHeader, VHDX_PARENT_LOCATOR } from "./structs/parent-locator.ts";

/** What a differencing disk says of its parent (MS-VHDX 2.6.2.6). */
export interface ParentLocator {
  /** One for each entry of the item, in its order; null for a broken one. */
  readonly entries: readonly ({ readonly key: string; readonly value: string } | null)[];
  /** In the order of the item; a key that comes twice keeps its first value. */
  readonly values: Readonly<Record<string, string>>;
  /** DataWriteGuid that the parent must have; lower case without braces. */
  readonly linkage: string | null;
  /** Second acceptable one, during a merge. */
  readonly linkage2: string | null;
  /** Paths in the order in which MS-VHDX wants them tried. */
  readonly paths: readonly string[];
}

/** Most entries that are read: a locator has five keys. */
const MOST_ENTRIES = 256;
/** Keys of paths, in the order in which MS-VHDX wants them tried. */
export const PATH_KEYS = ["relative_path", "volume_path", "absolute_win32_path"] as const;

const normalGuid = (text: string | undefined): string | null =>
  text !== undefined && guidFromText(text) !== null
    ? text.trim().replaceAll(/[{}]/g, "").toLowerCase()
    : null;

/** A key or value of the locator, null where its place or its text is broken. */
function readText(item: Uint8Array, offset: number, length: number): string | null {
  if (offset === 0 || length === 0 || length % 2 !== 0 || reachesPast(offset, length, item.length))
    return null;
  const raw = item.subarray(offset, offset + length);
  const text = utf16ToText(raw);
  return text.length === length / 2 ? text : null;
}

/** Reads the Parent Locator item; findings say what is broken in it. */
export function readParentLocator(
  item: Uint8Array,
  place: FindingPlace,
  findings: FindingList,
): ParentLocator | null {
  if (item.length < parentLocatorHeader.size) {
    findings.add(
      "parent-locator-invalid",
      `The parent locator has ${item.length} bytes, too few for its header.`,
      place,
    );
    return null;
  }
  const { locatorType, keyValueCount, reserved } = decode(parentLocatorHeader, item);
  if (locatorType !== VHDX_PARENT_LOCATOR) {
    findings.add("parent-locator-invalid", `The parent locator has the unknown type ${locatorType}.`, place);
    return null;
  }
  const fits = Math.floor((item.length - parentLocatorHeader.size) / parentLocatorEntry.size);
  if (keyValueCount === 0 || keyValueCount > Math.min(fits, MOST_ENTRIES)) {
    findings.add("parent-locator-invalid", `The parent locator can't hold ${keyValueCount} entries.`, place);
    return null;
  }
  if (reserved !== 0) {
    findings.add("metadata-reserved", "The reserved field of the parent locator is not zero.", place);
  }
  const entries: ({ readonly key: string; readonly value: string } | null)[] = [];
  const values: Record<string, string> = {};
  for (let index = 0; index < keyValueCount; index++) {
    const at = parentLocatorHeader.size + index * parentLocatorEntry.size;
    const entry = decode(parentLocatorEntry, item, at);
    const key = readText(item, entry.keyOffset, entry.keyLength);
    const value = readText(item, entry.valueOffset, entry.valueLength);
    if (key === null || value === null) {
      const raw = bytesToHex(item.subarray(at, at + parentLocatorEntry.size));
      findings.add("parent-locator-entry", `Entry ${index} of the parent locator is broken (${raw}).`, place);
      entries.push(null);
      continue;
    }
    entries.push({ key, value });
    if (!Object.hasOwn(values, key)) Object.defineProperty(values, key, { value, enumerable: true });
    else
      findings.add(
        "parent-locator-entry",
        `The parent locator has ${visibleText(JSON.stringify(key))} twice.`,
        place,
      );
  }
  const linkage = normalGuid(values["parent_linkage"]);
  if (linkage === null) {
    findings.add("parent-locator-invalid", "The parent locator has no usable parent_linkage.", place);
  }
  const paths = PATH_KEYS.map((key) => values[key]).filter((path) => path !== undefined);
  if (paths.length === 0) {
    findings.add(
      "parent-path-missing",
      "The parent locator names no path; the parent has to be picked by hand.",
      place,
    );
  }
  return { entries, values, linkage, linkage2: normalGuid(values["parent_linkage2"]), paths };
}
