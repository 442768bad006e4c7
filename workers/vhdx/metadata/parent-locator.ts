import { utf16ToText } from "../../shared/encoded-text.ts";
import { bytesToHex } from "../../shared/text.ts";
import { decode } from "../../bytes/struct.ts";
import { guidFromText, NIL_GUID } from "../../shared/guid.ts";
import { reachesPast } from "../../shared/numbers.ts";
import { visibleText } from "../../shared/visible-text.ts";
import { type FindingList, type FindingPlace, finding } from "../findings/index.ts";
import { parentLocatorEntry, parentLocatorHeader, VHDX_PARENT_LOCATOR } from "../structs/parent-locator.ts";
import type { Finding } from "../../api/index.ts";
import type { Headers } from "../headers/headers.ts";
import { nodeId } from "../../shared/node-id.ts";

/** Checks whether the file names itself as its parent (MS-VHDX 2.6.2.6.3), which only locator and header together can tell. */
export function checkOwnLinkage(parent: ParentLocator | null, headers: Headers): readonly Finding[] {
  const own = headers.active?.values.dataWriteGuid ?? NIL_GUID;
  if (parent === null || own === NIL_GUID || parent.linkage !== own) return [];
  const message = `The parent_linkage ${own} is the file's own DataWriteGuid.`;
  return [finding("parent-linkage-self", message, { structure: "Metadata", node: nodeId("metadata") })];
}

interface LocatorEntry {
  readonly key: string;
  readonly value: string;
}

/** What a differencing disk says about its parent (MS-VHDX 2.6.2.6). */
export interface ParentLocator {
  /** The entries of the item in their order; null for a broken one. */
  readonly entries: readonly (LocatorEntry | null)[];
  /** Values by key, in the order of the item. A key that is there twice has its first value. */
  readonly values: Readonly<Record<string, string>>;
  /** DataWriteGuid that the parent must have; lower case without braces. */
  readonly linkage: string | null;
  /** Second DataWriteGuid that the parent may have, during a merge. */
  readonly linkage2: string | null;
  /** Paths in the order in which a reader must try them. */
  readonly paths: readonly string[];
}

/** The most entries to read: MS-VHDX defines five keys. */
const MOST_ENTRIES = 256;
/** Keys of paths, in the order in which a reader must try them (MS-VHDX 2.6.2.6.3). */
export const PATH_KEYS = ["relative_path", "volume_path", "absolute_win32_path"] as const;
/** The keys that MS-VHDX defines. */
export const LOCATOR_KEYS: readonly string[] = ["parent_linkage", "parent_linkage2", ...PATH_KEYS];
const KEYS: ReadonlySet<string> = new Set(LOCATOR_KEYS);

const normalGuid = (text: string | undefined): string | null =>
  text !== undefined && guidFromText(text) !== null
    ? text.trim().replaceAll(/[{}]/g, "").toLowerCase()
    : null;

/** Whether a key or value lies inside the item. */
const isInside = (item: Uint8Array, offset: number, length: number): boolean =>
  offset > 0 && length > 0 && !reachesPast(offset, length, item.length);

/** A key or value of the locator; null where its length is odd or the text has a NUL. */
function readText(item: Uint8Array, offset: number, length: number): string | null {
  const text = utf16ToText(item.subarray(offset, offset + length));
  return text.length === length / 2 ? text : null;
}

/** One entry, null where it is broken. */
function readEntry(
  item: Uint8Array,
  index: number,
  place: FindingPlace,
  findings: FindingList,
): LocatorEntry | null {
  const at = parentLocatorHeader.size + index * parentLocatorEntry.size;
  const { keyOffset, keyLength, valueOffset, valueLength } = decode(parentLocatorEntry, item, at);
  const raw = bytesToHex(item.subarray(at, at + parentLocatorEntry.size));
  if (!isInside(item, keyOffset, keyLength) || !isInside(item, valueOffset, valueLength)) {
    const message = `Entry ${index} of the parent locator points outside the item (${raw}).`;
    findings.add("parent-locator-entry", message, place);
    return null;
  }
  const key = readText(item, keyOffset, keyLength);
  const value = readText(item, valueOffset, valueLength);
  if (key === null || value === null) {
    findings.add("parent-locator-text", `Entry ${index} of the parent locator is not text (${raw}).`, place);
    return null;
  }
  if (!KEYS.has(key)) {
    const message = `The parent locator has the unknown key ${visibleText(JSON.stringify(key))}.`;
    findings.add("parent-locator-unknown-key", message, place);
  }
  return { key, value };
}

/** Reads and checks the linkage keys, MS-VHDX 2.6.2.6.3. */
function readLinkage(
  values: Readonly<Record<string, string>>,
  place: FindingPlace,
  findings: FindingList,
): Pick<ParentLocator, "linkage" | "linkage2"> {
  const [first, second] = [values["parent_linkage"], values["parent_linkage2"]];
  const linkage = normalGuid(first);
  const given2 = normalGuid(second);
  // Hyper-V writes zeros while no merge is under way.
  const linkage2 = given2 === NIL_GUID ? null : given2;
  if (first === undefined) {
    findings.add("parent-linkage-missing", "The parent locator has no parent_linkage.", place);
  } else if (linkage === null) {
    const message = `The parent locator's parent_linkage ${visibleText(JSON.stringify(first))} is not a GUID.`;
    findings.add("parent-linkage-invalid", message, place);
  } else if (linkage === NIL_GUID) {
    findings.add("parent-linkage-nil", "The parent locator's parent_linkage is all zeros.", place);
  }
  if (second !== undefined && given2 === null) {
    const message = `The parent locator's parent_linkage2 ${visibleText(JSON.stringify(second))} is not a GUID.`;
    findings.add("parent-linkage2-invalid", message, place);
  } else if (linkage2 !== null) {
    const message = `The parent may have the DataWriteGuid ${linkage2} as well: a merge was begun.`;
    findings.add("parent-merge-unfinished", message, place);
  }
  return { linkage, linkage2 };
}

/**
 * Reads the Parent Locator item (MS-VHDX 2.6.2.6). @returns null where nothing of it can be read, with a finding that says why
 */
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
    findings.add("parent-locator-type", `The parent locator has the unknown type ${locatorType}.`, place);
    return null;
  }
  const fits = Math.floor((item.length - parentLocatorHeader.size) / parentLocatorEntry.size);
  if (keyValueCount === 0 || keyValueCount > Math.min(fits, MOST_ENTRIES)) {
    findings.add("parent-locator-invalid", `The parent locator can't hold ${keyValueCount} entries.`, place);
    return null;
  }
  if (reserved !== 0) {
    findings.add("parent-locator-reserved", "The reserved field of the parent locator is not zero.", place);
  }
  const entries: (LocatorEntry | null)[] = [];
  const values: Record<string, string> = {};
  for (let index = 0; index < keyValueCount; index++) {
    const entry = readEntry(item, index, place, findings);
    entries.push(entry);
    if (entry === null) continue;
    const { key, value } = entry;
    if (!Object.hasOwn(values, key)) Object.defineProperty(values, key, { value, enumerable: true });
    else {
      const message = `The parent locator has ${visibleText(JSON.stringify(key))} twice.`;
      findings.add("parent-locator-duplicate-key", message, place);
    }
  }
  const linkage = readLinkage(values, place, findings);
  const paths = PATH_KEYS.map((key) => values[key]).filter((path) => path !== undefined);
  if (paths.length === 0) {
    findings.add(
      "parent-path-missing",
      "The parent locator names no path; the parent has to be picked by hand.",
      place,
    );
  }
  return { entries, values, ...linkage, paths };
}
