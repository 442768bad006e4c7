import { transfer } from "comlink";
import type { EngineApi } from "../../api/index.ts";
import { entryAt, listDescriptors, writtenBytes } from "../log-descriptors.ts";
import { batPage } from "../views/bat-page.ts";
import { compare } from "../views/compare.ts";
import { diskBytes } from "../views/disk-bytes.ts";
import { diskMap } from "../views/disk-map.ts";
import { fileMap } from "../views/file-map.ts";
import { fileBytes } from "../views/layer-bytes.ts";
import { locate, nodeFields, nodePath, treePage } from "../views/tree/tree.ts";
import type { OpenFiles } from "./open-files.ts";

type ViewCalls = Pick<
  EngineApi,
  | "tree"
  | "node"
  | "fields"
  | "locate"
  | "logDescriptors"
  | "logWrite"
  | "readFile"
  | "readDisk"
  | "bat"
  | "fileMap"
  | "diskMap"
  | "compare"
>;

/** Most descriptors of a log entry in one answer. */
const MOST_DESCRIPTORS = 4096;

/** The page gets the bytes themselves, not a copy. They must be nobody else's. */
function handedOver<A extends { readonly bytes: Uint8Array }>(answer: A): A {
  return transfer(answer, [answer.bytes.buffer]);
}

export function viewCalls(files: OpenFiles): ViewCalls {
  return {
    tree: async (id, layer, parent, first, count) => treePage(files.context(id, layer), parent, first, count),
    node: async (id, layer, node) => nodePath(files.context(id, layer), node),
    fields: async (id, layer, node) => nodeFields(files.context(id, layer), node),
    locate: async (id, layer, fileOffset) => locate(files.context(id, layer), fileOffset),
    logDescriptors: async (id, ref, entry, first, count) => {
      const { image, layer } = files.context(id, ref);
      return listDescriptors(entryAt(image.log, entry), layer, first, Math.min(count, MOST_DESCRIPTORS));
    },
    logWrite: async (id, entry, descriptor) =>
      writtenBytes(entryAt(files.get(id).image.log, entry), descriptor),
    readFile: async (id, layer, offset, length) =>
      handedOver(fileBytes(files.context(id, layer), offset, length)),
    readDisk: async (id, layer, offset, length) => {
      const context = files.context(id, layer);
      return handedOver(diskBytes(context, context.image.disk(context.layer), offset, length));
    },
    bat: async (id, layer, first, count) => batPage(files.context(id, layer), first, count),
    fileMap: async (id, layer, offset, length, pieces) =>
      fileMap(files.context(id, layer), offset, length, pieces),
    diskMap: async (id, layer, firstBlock, blocksPerCell, cells) =>
      diskMap(files.context(id, layer), firstBlock, blocksPerCell, cells),
    compare: async (id, request) => compare((ref) => files.context(id, ref), request),
  };
}
