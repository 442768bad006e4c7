import type { ChildOptions } from "../../api/index.ts";
import { VhdxError } from "../../shared/error.ts";
import { MIB } from "../../shared/numbers.ts";
import type { Steps } from "../../bytes/steps.ts";
import type { Store } from "../../store/store.ts";
import { encodeLocator } from "../../vhdx/chain/locator.ts";
import { NOT_PRESENT } from "../../shared/bat-states.ts";
import { type CreateOptions, createProblem } from "../../vhdx/write/create-options.ts";
import { createImage } from "../../vhdx/write/create.ts";
import type { OpenedImage } from "../image/opened-image.ts";
import { inheritedOf } from "./inherited.ts";

/** Hyper-V gives a differencing disk blocks of this size. */
const BLOCK_SIZE = 2 * MIB;
/** A value of the locator has a length of 16 bits, in bytes. */
const LONGEST_PATH = 32_767;

/** Why a disk can't be a parent, as a sentence; null where it can. */
function parentProblem(image: OpenedImage): string | null {
  const { facts } = image.best.structures;
  const [fatal] = image.fatal;
  if (fatal !== undefined) return `The disk can't be a parent: ${fatal.message}`;
  if (image.headers.active === null || facts.virtualSize === null || facts.logicalSectorSize === null)
    return "The file does not say enough to be a parent.";
  return null;
}

/**
 * What is proposed for a child of a disk.
 *
 * @throws VhdxError `not-available`, saying why, where the disk can't be a parent.
 */
export function childDefaults(parent: OpenedImage, name: string): ChildOptions {
  const problem = parentProblem(parent);
  if (problem !== null) throw new VhdxError("not-available", problem);
  const stem = name.replace(/\.a?vhdx$/i, "");
  return {
    name: `${stem}-child.avhdx`,
    relativePath: `.\\${name}`,
    absolutePath: null,
    blockSize: BLOCK_SIZE,
    logSize: MIB,
    creator: "Platter",
  };
}

/** The child as a new image, whose sizes that a guest sees are the parent's. */
export function createOptions(
  parent: OpenedImage,
  { blockSize, logSize, creator }: ChildOptions,
): CreateOptions {
  const { virtualSize, logicalSectorSize, physicalSectorSize } = parent.best.structures.facts;
  return {
    type: "dynamic",
    size: virtualSize ?? 0,
    blockSize,
    logicalSectorSize: logicalSectorSize ?? 0,
    physicalSectorSize: physicalSectorSize ?? logicalSectorSize ?? 0,
    logSize,
    blockState: NOT_PRESENT,
    creator,
  };
}

/** Why a path can't stand in a locator, as a sentence; null where it can. */
export function pathProblem(path: string): string | null {
  if (path === "" || path.includes("\0")) return "A path must have characters, and none of them NUL.";
  return path.length > LONGEST_PATH ? `A path must have ${LONGEST_PATH} characters or fewer.` : null;
}

/** What is wrong with the options, as a sentence; null where the child can be made. */
export function childProblem(parent: OpenedImage, options: ChildOptions): string | null {
  const { name, relativePath, absolutePath } = options;
  if (name.trim() === "") return "The child needs a name.";
  return (
    parentProblem(parent) ??
    pathProblem(relativePath) ??
    (absolutePath === null ? null : pathProblem(absolutePath)) ??
    createProblem(createOptions(parent, options))
  );
}

/**
 * Makes a differencing child that holds nothing yet (MS-VHDX 2.6.2.6): all that a guest sees of it is the parent's, and its
 * `parent_linkage` is the DataWriteGuid that the parent's file has now.
 *
 * @throws VhdxError `misuse` with a sentence where it can't be made.
 */
export function* createChild(store: Store, parent: OpenedImage, options: ChildOptions): Steps<void> {
  const problem = childProblem(parent, options);
  if (problem !== null) throw new VhdxError("misuse", problem);
  const { relativePath, absolutePath } = options;
  const locator = encodeLocator({
    parent_linkage: `{${parent.headers.active?.values.dataWriteGuid ?? ""}}`,
    relative_path: relativePath,
    ...(absolutePath !== null && { absolute_win32_path: absolutePath }),
  });
  const inherited = { ...inheritedOf(parent.best), locator };
  yield* createImage(store, createOptions(parent, options), undefined, inherited);
}
