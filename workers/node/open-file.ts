import path from "node:path";

import { linkImages } from "../engine/chain/link-images.ts";
import { OpenedImage, type OpenLink } from "../engine/image/opened-image.ts";
import { CachedStore } from "../store/cached-store.ts";
import { MeteredStore } from "../store/metered-store.ts";
import { NodeFileStore } from "./file-store.ts";

/** A file that is open, as a link of chains. */
export interface OpenNodeFile extends OpenLink {
  readonly file: NodeFileStore;
  /** Counts every read that goes to the file. */
  readonly metered: MeteredStore;
}

function openFile(file: string): OpenNodeFile {
  const store = new NodeFileStore(file);
  try {
    const metered = new MeteredStore(store);
    const image = new OpenedImage(new CachedStore(metered));
    return { id: file, name: path.basename(file), file: store, metered, image };
  } catch (thrown) {
    store.close();
    throw thrown;
  }
}

/**
 * Opens a file and those that it is read through.
 *
 * @param related as `ChainFiles.relatedTo` names them
 * @returns the file itself first
 * @throws VhdxError where one of the files can't be opened or read; none stays open then.
 */
export function openLinked(file: string, related: readonly string[]): [OpenNodeFile, ...OpenNodeFile[]] {
  const first = openFile(file);
  const others: OpenNodeFile[] = [];
  try {
    for (const each of related) others.push(openFile(each));
    linkImages([first, ...others]);
  } catch (thrown) {
    for (const { file: store } of [first, ...others]) store.close();
    throw thrown;
  }
  return [first, ...others];
}
