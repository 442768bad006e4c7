import type { ImageId, ImageSummary, LayerState } from "../../api/index.ts";
import { VhdxError } from "../../shared/error.ts";
import { editProblem } from "../edits/edit-problem.ts";
import type { Layer } from "../image/layer.ts";
import type { OpenedImage } from "../image/opened-image.ts";
import type { OpenFile } from "../image/open-source.ts";
import { imageFacts } from "./report.ts";
import { verdictOf } from "./verdict.ts";

const IN_PLACE: LayerState = {
  available: false,
  note: "A working disk is edited in place: its changes are in the Original layer.",
};

/** Whether the layer's virtual disk can be read, at least in part. */
export function isDiskReadable(image: OpenedImage, layer: Layer): boolean {
  try {
    image.disk(layer);
    return true;
  } catch (thrown) {
    if (thrown instanceof VhdxError && thrown.code === "not-available") return false;
    throw thrown;
  }
}

/** What the page keeps of an open image. */
export function summaryOf(id: ImageId, file: OpenFile): ImageSummary {
  const { image, metered } = file;
  // What the changes make readable is there as soon as they are pending, whatever the stored file lacks.
  const shown = file.edits.isEmpty ? image : file.edits.edited;
  const { bat, geometry } = shown.best.structures;
  // A change by hand can make a VHDX of a file in which no part of one was found.
  const judged = image.identifier.isVhdx ? image : shown;
  return {
    id,
    name: file.name,
    size: image.store.size,
    lastModified: file.lastModified,
    hasHandle: file.source.kind === "handle",
    inPlace: file.working !== null,
    keptChanges: file.kept.length,
    keepProblem: file.keepProblem,
    notesProblem: file.notesProblem,
    outcome: judged.outcome,
    verdict: verdictOf(judged),
    image: imageFacts(shown, shown.best),
    layers: {
      ...image.layerStates(),
      ...(file.working !== null && { edited: IN_PLACE }),
      ...(!file.edits.isEmpty && { edited: { available: true, note: null } }),
    },
    fileSizes: {
      original: image.store.size,
      replayed: image.log?.sizeAfterReplay ?? image.store.size,
      edited: file.edits.size,
    },
    defaultLayer: image.defaultLayer,
    readAnyway: {
      offered: image.canReadAnyway && !image.readAnyway,
      active: image.readAnyway,
      warning: image.warning,
    },
    diskReadable: {
      original: isDiskReadable(image, image.own),
      replayed: isDiskReadable(image, image.best),
      edited: shown !== image && isDiskReadable(shown, shown.best),
    },
    editProblem: editProblem(file),
    scan: image.scanComplete ? "complete" : "partial",
    io: { reads: metered.reads, bytesRead: metered.bytesRead },
    logScanned: !image.logPending,
    activeEntries: image.canReplay ? (image.log?.active.length ?? 0) : 0,
    batEntries: bat?.entries ?? 0,
    payloadBlocks: geometry?.payloadBlocks ?? 0,
  };
}
