import type { ParentMatch, ParentPath } from "../../api/index.ts";
import { PATH_KEYS, type ParentLocator } from "../metadata/parent-locator.ts";

/** What `matchParent` needs to know about a file that may be a parent. */
export interface ParentIdentity {
  readonly name: string;
  /** DataWriteGuid of the active header. */
  readonly dataWriteGuid: string | null;
  readonly diskId: string | null;
}

/** File name at the end of a Windows path. */
const fileNameOf = (path: string): string => path.split(/[\\/]/).at(-1) ?? path;

/** A locator is held against every other file that is open. */
const PATHS = new WeakMap<ParentLocator, readonly ParentPath[]>();

/** The locator's paths, in the order in which MS-VHDX wants them tried (2.6.2.6.3). */
export function parentPaths(locator: ParentLocator | null): readonly ParentPath[] {
  if (locator === null) return [];
  let paths = PATHS.get(locator);
  if (paths === undefined) {
    paths = PATH_KEYS.flatMap((key) => {
      const path = locator.values[key];
      return path === undefined ? [] : [{ key, path, name: fileNameOf(path) }];
    });
    PATHS.set(locator, paths);
  }
  return paths;
}

/**
 * Compares a file with what a child says about its parent. Only the GUID makes the link (MS-VHDX 2.6.2.6.3). A browser can't
 * follow paths, so only the file names at their ends are compared.
 *
 * @param child the child's locator, null where it can't be read, and the child's page 83 id
 */
export function matchParent(
  child: { readonly parent: ParentLocator | null; readonly diskId: string | null },
  parent: ParentIdentity,
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
