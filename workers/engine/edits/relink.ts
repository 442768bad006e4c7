import type { RelinkChange, RelinkCheck } from "../../api/index.ts";
import { VhdxError } from "../../shared/error.ts";
import { guidFromText } from "../../shared/guid.ts";
import { visibleText } from "../../shared/visible-text.ts";
import { OverlayStore } from "../../store/overlay-store.ts";
import type { Store } from "../../store/store.ts";
import { encodeLocator } from "../../vhdx/chain/locator.ts";
import { PATH_KEYS } from "../../vhdx/metadata/parent-locator.ts";
import { PARENT_LOCATOR } from "../../vhdx/structs/metadata-items.ts";
import type { GuidSource } from "../../vhdx/write/header-writer.ts";
import { putItem } from "../../vhdx/write/item-writer.ts";
import { writeMetadata } from "../../vhdx/write/metadata-writer.ts";
import { pathProblem } from "../chain/child.ts";
import type { Structures } from "../../vhdx/image.ts";

const RISK =
  "A child disk is correct only with its own parent, unchanged since the child was made. With another parent, or one that was written later, the disk mixes old and new data: file systems on it may be damaged for good as soon as they are used.";

const inBraces = (guid: string): string => `{${guid.replaceAll(/[{}]/g, "").trim().toLowerCase()}}`;

/** What a relink needs of a file's structures. */
type Known = Pick<Structures, "facts">;

/** The locator's keys and values after a change. */
function changedValues(
  { facts }: Known,
  { linkage, paths, dropLinkage2 }: RelinkChange,
): Record<string, string> {
  const values = { ...facts.parent?.values };
  if (linkage !== null) values["parent_linkage"] = inBraces(linkage);
  if (dropLinkage2) delete values["parent_linkage2"];
  for (const [key, path] of Object.entries(paths)) {
    if (path === null) delete values[key];
    else values[key] = path;
  }
  return values;
}

function problemOf(known: Known, change: RelinkChange): string | null {
  const { facts } = known;
  if (facts.type !== "differencing") return "This disk has no parent: it is not a differencing disk.";
  if (change.linkage !== null && guidFromText(change.linkage) === null)
    return "parent_linkage takes a GUID, such as {01234567-89ab-cdef-0123-456789abcdef}.";
  for (const [key, path] of Object.entries(change.paths)) {
    if (!PATH_KEYS.some((each) => each === key)) return `${key} is not a path key of a parent locator.`;
    const problem = path === null ? null : pathProblem(path);
    if (problem !== null) return problem;
  }
  const values = changedValues(known, change);
  if (values["parent_linkage"] === undefined) return "The locator needs a parent_linkage.";
  if (PATH_KEYS.every((key) => values[key] === undefined)) return "The locator needs at least one path.";
  const before = facts.parent?.values ?? {};
  const same =
    Object.keys(values).length === Object.keys(before).length &&
    Object.entries(values).every(([key, value]) => before[key] === value);
  return same ? "The locator already has these values." : null;
}

/** A relink in words, for the list of changes. */
export function describeRelink({ linkage, paths, dropLinkage2 }: RelinkChange): string {
  const parts = [
    ...(linkage === null ? [] : [`parent_linkage ${inBraces(linkage)}`]),
    ...(dropLinkage2 ? ["no parent_linkage2"] : []),
    ...Object.entries(paths).map(([key, path]) =>
      path === null ? `no ${key}` : `${key} ${visibleText(path)}`,
    ),
  ];
  return `Relinked the parent: ${parts.join(", ")}`;
}

/** Previews a relink; changes nothing. */
export function checkRelink(known: Known, change: RelinkChange): RelinkCheck {
  const refused = problemOf(known, change);
  if (refused !== null) return { refused, sentence: null, risk: null };
  const before = known.facts.parent;
  const linked = change.linkage !== null && guidFromText(change.linkage) !== null;
  const newLinkage = linked && inBraces(change.linkage) !== `{${before?.linkage ?? ""}}`;
  const dropsMatch = change.dropLinkage2 && before?.linkage2 !== null;
  return { refused: null, sentence: describeRelink(change), risk: newLinkage || dropsMatch ? RISK : null };
}

/**
 * Writes a changed parent locator to the metadata region, through the log where the file has a usable one. The guest's view does
 * not change, so DataWriteGuid stays and the disk's own children still match.
 *
 * @param known structures of the file as it is now, its log applied
 * @throws VhdxError `misuse` with a sentence where the change is not possible; `not-available` where the region has no room.
 */
export function relink(known: Structures, store: Store, change: RelinkChange, newGuid?: GuidSource): void {
  const problem = problemOf(known, change);
  if (problem !== null) throw new VhdxError("misuse", problem);
  const { metadata, regions } = known;
  if (metadata === null || regions.metadata === null)
    throw new VhdxError("not-available", "The file's metadata can't be read.");
  const { guid: itemId, isVirtualDisk, isRequired } = PARENT_LOCATOR;
  const bytes = encodeLocator(changedValues(known, change));
  const changed = new OverlayStore(store);
  putItem(changed, metadata, regions.metadata, { itemId, isUser: false, isVirtualDisk, isRequired, bytes });
  writeMetadata(store, changed, newGuid, "file");
}
