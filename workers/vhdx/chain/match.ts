import type { ParentMatch, ParentPath } from "../../api/index.ts";
import { PATH_KEYS, type ParentLocator } from "../metadata/parent-locator.ts";

/** What has to be known of a file to say whose parent it may be. */
export interface ParentFacts {
  readonly name: string;
  /** Of the active header. */
  readonly dataWriteGuid: string | null;
  readonly diskId: string | null;
}

/** File name at the end of a Windows path. */
const fileNameOf = (path: string): string => path.split(/[\\/]/).at(-1) ?? path;

/** The locator's paths, in the order in which MS-VHDX wants them tried (2.6.2.6.3). */
export function parentPaths(locator: ParentLocator | null): readonly ParentPath[] {
  return PATH_KEYS.flatMap((key) => {
    const path = locator?.values[key];
    return path === undefined ? [] : [{ key, path, name: fileNameOf(path) }];
  });
}

/**
 * Holds a file against what a child says of its parent. The link is the GUID alone (MS-VHDX 2.6.2.6.3); a browser can't follow
 * paths, so of them only the file names count.
 *
 * @param child its locator, null where there is none that can be read, and its page 83 id
 */
export function matchParent(
  child: { readonly parent: ParentLocator | null; readonly diskId: string | null },
  parent: ParentFacts,
): ParentMatch {
  const { dataWriteGuid } = parent;
  const name = parent.name.toLowerCase();
  return {
    linkage: dataWriteGuid !== null && child.parent?.linkage === dataWriteGuid,
    linkage2: dataWriteGuid !== null && child.parent?.linkage2 === dataWriteGuid,
    names: parentPaths(child.parent)
      .filter((path) => path.name.toLowerCase() === name)
      .map(({ key }) => key),
    diskId: child.diskId !== null && child.diskId === parent.diskId,
  };
}
