import { transfer } from "comlink";
import type { ViewsApi } from "../../api/index.ts";
import { entryAt, listDescriptors, writtenBytes } from "../views/log-descriptors.ts";
import { logLoss, logView } from "../views/log-view.ts";
import { overviewFacts } from "../views/overview.ts";
import { batPage } from "../views/bat-page.ts";
import { compare, compareOpenFiles } from "../views/compare/compare.ts";
import { diskBytes } from "../views/bytes/disk-bytes.ts";
import { diskMap } from "../views/maps/disk-map.ts";
import { fileMap } from "../views/maps/file-map.ts";
import { fileBytes } from "../views/bytes/layer-bytes.ts";
import { search } from "../views/bytes/search.ts";
import { diskSpace, storeSpace } from "../views/bytes/search-space.ts";
import { locate, nodeFields, nodePath, treePage } from "../views/tree/tree.ts";
import type { OpenFiles } from "./open-files.ts";
import { viewer } from "./view.ts";

/** Descriptors of a log entry in one answer at most. */
const MOST_DESCRIPTORS = 4096;

/** Transfers the bytes to the page without a copy. Nothing else may use them. */
function handedOver<A extends { readonly bytes: Uint8Array }>(answer: A): A {
  return transfer(answer, [answer.bytes.buffer]);
}

export function viewsApi(files: OpenFiles): ViewsApi {
  const view = viewer(files);
  return {
    overview: (id, layer) => view(id, () => overviewFacts(files.context(id, layer))),
    findings: (id, ref) =>
      view(id, () => {
        const { image, layer } = files.context(id, ref);
        image.look(layer);
        return image.findings(layer);
      }),
    log: (id, layer) => view(id, () => logView(files.context(id, layer))),
    logLoss: (id, layer) => view(id, () => logLoss(files.context(id, layer))),
    tree: (id, layer, parent, first, count) =>
      view(id, () => treePage(files.context(id, layer), parent, first, count)),
    node: (id, layer, node) => view(id, () => nodePath(files.context(id, layer), node)),
    fields: (id, layer, node) => view(id, () => nodeFields(files.context(id, layer), node)),
    locate: (id, layer, fileOffset) => view(id, () => locate(files.context(id, layer), fileOffset)),
    logDescriptors: (id, ref, entry, first, count) =>
      view(id, () => {
        const { image, layer } = files.context(id, ref);
        return listDescriptors(entryAt(image.log, entry), layer, first, Math.min(count, MOST_DESCRIPTORS));
      }),
    logWrite: (id, entry, descriptor) =>
      view(id, () => writtenBytes(entryAt(files.get(id).image.log, entry), descriptor)),
    readFile: (id, layer, offset, length) =>
      view(id, () => handedOver(fileBytes(files.context(id, layer), offset, length))),
    readDisk: (id, layer, offset, length) =>
      view(id, () => {
        const context = files.context(id, layer);
        return handedOver(diskBytes(context, context.image.disk(context.layer), offset, length));
      }),
    bat: (id, layer, first, count) => view(id, () => batPage(files.context(id, layer), first, count)),
    // These views read the whole file, which may be more than the cache holds.
    fileMap: async (id, layer, offset, length, pieces) =>
      fileMap(files.context(id, layer), offset, length, pieces),
    diskMap: async (id, layer, firstBlock, blocksPerCell, cells) =>
      diskMap(files.context(id, layer), firstBlock, blocksPerCell, cells),
    compare: async (id, request) => compare((ref) => files.context(id, ref), request),
    compareFiles: (request, job) =>
      files.jobs.run(job, { label: "Comparing", unit: "bytes" }, (context) =>
        compareOpenFiles(
          ({ image, layer }) => ({ ...files.context(image, layer), name: files.get(image).name }),
          request,
          context,
        ),
      ),
    search: async (id, ref, request, job) => {
      const { image, layer } = files.context(id, ref);
      return files.jobs.run(job, { label: "Searching", unit: "bytes" }, (context) => {
        if (request.space === "disk") return search(diskSpace(image.disk(layer)), request, context);
        const { log } = image.headers;
        const nowhere = { offset: 0, length: 0 };
        const run = request.space === "log" ? (log ?? nowhere) : { offset: 0, length: layer.store.size };
        return search(storeSpace(layer.store, run), request, context);
      });
    },
  };
}
