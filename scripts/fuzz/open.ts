import { MIB } from "../../workers/shared/numbers.ts";
import { linkImages } from "../../workers/engine/chain/link-images.ts";
import type { OpenLink } from "../../workers/engine/image/opened-image.ts";
import type { OpenFile } from "../../workers/engine/image/open-source.ts";
import { OpenedImage } from "../../workers/engine/image/opened-image.ts";
import { CachedStore } from "../../workers/store/cached-store.ts";
import { MeteredStore } from "../../workers/store/metered-store.ts";
import type { ReadableStore } from "../../workers/store/store.ts";
import { openFile } from "../../workers/testing/engine/open-file.ts";
import type { NamedStore } from "./bases/base.ts";
import { type Breaches, Count, CountingCache, GuardedStore } from "./watch/guard.ts";

/** A mutant that the engine has open, and the reads of its stores. */
export interface Opened {
  /** The image that is visited. */
  readonly file: OpenFile;
  /** All open files as links of chains, the image first. */
  readonly links: readonly OpenLink[];
  /** Images whose reads are counted. */
  readonly counted: readonly OpenedImage[];
  /** Reads of the files. */
  readonly guard: Count;
  /** Reads of the caches above the files. */
  readonly cache: Count;
}

/** A file to open; null for a file that is not opened. */
export type Opening = NamedStore | null;

/** Bytes of the cache of a file that is never mutated: there may be hundreds of such files. */
const SMALL_CACHE = 128 * 1024;
/** Files that are never mutated, opened once, as their findings are always the same. */
const unchanging = new WeakMap<ReadableStore, OpenedImage>();

function openOther({ store }: NamedStore): OpenedImage {
  const known = unchanging.get(store) ?? new OpenedImage(new CachedStore(store, SMALL_CACHE));
  unchanging.set(store, known);
  return known;
}

/**
 * Opens the files of a mutant as the session opens dropped files, and links them.
 *
 * @param picks parents that the user picks, by indexes of files
 * @param others files that are never mutated
 */
export function openMutant(
  files: readonly [NamedStore, ...Opening[]],
  picks: ReadonlyMap<number, number | null>,
  others: readonly NamedStore[],
  breaches: Breaches,
): Opened {
  const guard = new Count();
  const cache = new Count();
  const open = ({ name, store }: NamedStore): OpenFile => {
    const guarded = new GuardedStore(store, breaches, guard);
    const metered = new MeteredStore(guarded);
    const image = new OpenedImage(new CountingCache(metered, breaches, cache));
    return openFile({ name, file: guarded, metered, image });
  };
  const [first, ...more] = files;
  const file = open(first);
  const opened = [file, ...more.map((each) => each && open(each))];
  const linkOf = (each: Pick<OpenFile, "name" | "file" | "image">, nth: number): OpenLink => ({
    id: `image-${nth}`,
    name: each.name,
    file: each.file,
    image: each.image,
  });
  const links = opened.flatMap((each, nth) => (each === null ? [] : [linkOf(each, nth)]));
  for (const [nth, other] of others.entries())
    links.push(linkOf({ name: other.name, file: other.store, image: openOther(other) }, files.length + nth));
  const decisions = [...picks].map(
    ([child, parent]) => [`image-${child}`, parent === null ? null : `image-${parent}`] as const,
  );
  linkImages(links, new Map(decisions));
  return {
    file,
    links,
    counted: opened.flatMap((each) => (each === null ? [] : [each.image])),
    guard,
    cache,
  };
}

/** Bytes of the structures that a reader may have to read: header section, log, BAT, metadata, on each layer of each file. */
export function structureBytes({ counted }: Opened): number {
  let bytes = 0;
  for (const image of counted) {
    bytes += MIB + (image.headers.log?.length ?? 0);
    for (const { structures } of image.canReplay ? [image.own, image.best] : [image.own])
      bytes += (structures.bat?.byteLength ?? 0) + (structures.regions.metadata === null ? 0 : MIB);
  }
  return bytes;
}
