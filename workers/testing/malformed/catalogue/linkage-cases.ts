import type { LINKAGE } from "../../../vhdx/findings/catalogue/linkage-rules.ts";
import { NIL_GUID } from "../../../shared/guid.ts";
import { encodeInto, type Values } from "../../../bytes/struct.ts";
import { PARENT_LOCATOR } from "../../../vhdx/structs/metadata-items.ts";
import { parentLocatorEntry, parentLocatorHeader } from "../../../vhdx/structs/parent-locator.ts";
import { DATA_WRITE_GUID, ImageBuilder } from "../../vhdx/image-builder.ts";
import { parentLocatorBytes } from "../../vhdx/metadata-builder.ts";
import { UNKNOWN, withItem } from "../cases.ts";
import { CHILD, PARENT, type RuleCase } from "./case.ts";

const PAIRS = Object.entries(PARENT);
const [LINK, PATH] = PAIRS as [[string, string], [string, string]];

/** Writes a new parent locator. */
const locator = (image: ImageBuilder, pairs: readonly (readonly [string, string])[], type?: string) =>
  withItem(image, PARENT_LOCATOR.guid, { bytes: parentLocatorBytes(pairs, type) });
/** Writes a new parent locator and changes its bytes, the second entry's fields included. */
const spoilt = (
  image: ImageBuilder,
  change: Partial<Values<typeof parentLocatorEntry.fields>>,
  pairs: readonly (readonly [string, string])[] = PAIRS,
) => {
  const bytes = parentLocatorBytes(pairs);
  encodeInto(parentLocatorEntry, change, bytes, parentLocatorHeader.size + parentLocatorEntry.size);
  withItem(image, PARENT_LOCATOR.guid, { bytes });
};
const head = (image: ImageBuilder, change: Partial<Values<typeof parentLocatorHeader.fields>>) => {
  const bytes = parentLocatorBytes(PAIRS);
  encodeInto(parentLocatorHeader, change, bytes);
  withItem(image, PARENT_LOCATOR.guid, { bytes });
};
const OTHER_LINK = ["parent_linkage2", `{${UNKNOWN}}`] as const;
const VOLUME = ["volume_path", "\\\\?\\Volume{1}\\parent.vhdx"] as const;

export const LINKAGE_CASES: Record<keyof typeof LINKAGE, RuleCase> = {
  "parent-locator-missing": {
    options: CHILD,
    spoil: (image) => withItem(image, PARENT_LOCATOR.guid, null),
    nearMiss: (image) => locator(image, PAIRS.toReversed()),
  },
  "parent-locator-unexpected": {
    options: { parent: PARENT },
    spoil: () => {},
    nearMiss: (image) => withItem(image, PARENT_LOCATOR.guid, null),
  },
  "parent-locator-invalid": {
    options: CHILD,
    spoil: (image) => head(image, { keyValueCount: 0 }),
    nearMiss: (image) => head(image, { keyValueCount: 1 }),
  },
  "parent-locator-type": {
    options: CHILD,
    spoil: (image) => locator(image, PAIRS, UNKNOWN),
    nearMiss: (image) => locator(image, PAIRS),
  },
  "parent-linkage-missing": {
    options: CHILD,
    spoil: (image) => locator(image, [PATH]),
    nearMiss: (image) => locator(image, [PATH, LINK]),
  },
  "parent-linkage-invalid": {
    options: CHILD,
    spoil: (image) => locator(image, [["parent_linkage", "{1234}"], PATH]),
    nearMiss: (image) => locator(image, [["parent_linkage", UNKNOWN.toUpperCase()], PATH]),
  },
  "parent-linkage-nil": {
    options: CHILD,
    spoil: (image) => locator(image, [["parent_linkage", `{${NIL_GUID}}`], PATH]),
    nearMiss: (image) => locator(image, [["parent_linkage", `{${UNKNOWN}}`], PATH]),
  },
  "parent-linkage-self": {
    options: CHILD,
    spoil: (image) => locator(image, [["parent_linkage", `{${DATA_WRITE_GUID}}`], PATH]),
    nearMiss: (image) => locator(image, [["parent_linkage", `{${UNKNOWN}}`], PATH]),
  },
  "parent-linkage2-invalid": {
    options: CHILD,
    spoil: (image) => locator(image, [LINK, PATH, ["parent_linkage2", "none"]]),
    nearMiss: (image) => locator(image, [LINK, PATH, OTHER_LINK]),
  },
  "parent-merge-unfinished": {
    options: CHILD,
    spoil: (image) => locator(image, [LINK, PATH, OTHER_LINK]),
    nearMiss: (image) => locator(image, [LINK, PATH, ["parent_linkage2", `{${NIL_GUID}}`]]),
  },
  "parent-locator-reserved": {
    options: CHILD,
    spoil: (image) => head(image, { reserved: 1 }),
    nearMiss: (image) => head(image, { reserved: 0 }),
  },
  "parent-locator-entry": {
    options: CHILD,
    spoil: (image) => spoilt(image, { valueOffset: 4096 }, [LINK, VOLUME, PATH]),
    nearMiss: (image) => spoilt(image, {}, [LINK, VOLUME, PATH]),
  },
  "parent-locator-text": {
    options: CHILD,
    spoil: (image) => spoilt(image, { valueLength: 7 }, [LINK, VOLUME, PATH]),
    nearMiss: (image) => spoilt(image, { valueLength: 8 }, [LINK, VOLUME, PATH]),
  },
  "parent-locator-duplicate-key": {
    options: CHILD,
    spoil: (image) => locator(image, [LINK, PATH, PATH]),
    nearMiss: (image) => locator(image, [LINK, PATH, VOLUME]),
  },
  "parent-locator-unknown-key": {
    options: CHILD,
    spoil: (image) => locator(image, [LINK, PATH, ["Relative_Path", "x"]]),
    nearMiss: (image) => locator(image, [LINK, PATH, ["absolute_win32_path", "x"]]),
  },
  "parent-path-missing": {
    options: CHILD,
    spoil: (image) => locator(image, [LINK]),
    nearMiss: (image) => locator(image, [LINK, VOLUME]),
  },
  "parent-not-found": {
    options: CHILD,
    spoil: () => {},
    nearMiss: (image) => image.setMetadata(new ImageBuilder().items),
  },
};
