import type { Span } from "../../api/index.ts";
import type { Layer } from "../image/layer.ts";
import type { OpenedImage } from "../image/opened-image.ts";
import { readUpTo } from "../../store/store.ts";

/** The image and layer that a view shows. */
export interface ViewContext {
  /** For the Edited layer the edited image, which has its own headers and log. */
  readonly image: OpenedImage;
  readonly layer: Layer;
  readonly original: Layer;
  /** The layer that the user's changes start from: Replayed where the log has to be replayed, else Original. */
  readonly base: Layer;
}

/** A context on a layer of the file as stored. */
export function viewContext(image: OpenedImage, layer: Layer): ViewContext {
  return { image, layer, original: image.own, base: image.best };
}

/** A context on the Edited layer. */
export function editedContext(stored: OpenedImage, edited: OpenedImage): ViewContext {
  return { image: edited, layer: edited.own, original: stored.own, base: stored.best };
}

/** Bytes. Written runs up to this length are compared byte by byte; longer ones count as changed. */
const COMPARED = 1024 * 1024;

/** Runs of `[offset, offset + length)` where a layer's bytes differ from those of a layer below it. */
function* differingRuns(layer: Layer, below: Layer, offset: number, length: number): Generator<Span> {
  if (layer === below) return;
  for (const run of layer.store.changedRuns(offset, offset + length)) {
    const size = run.end - run.start;
    if (size > COMPARED) {
      yield { offset: run.start, length: size };
      continue;
    }
    const after = readUpTo(layer.store, run.start, size);
    const before = readUpTo(below.store, run.start, size);
    let start = -1;
    for (let at = 0; at <= size; at++) {
      const differs = at < size && (at >= before.length || after[at] !== before[at]);
      if (differs && start < 0) start = at;
      if (!differs && start >= 0) {
        yield { offset: run.start + start, length: at - start };
        start = -1;
      }
    }
  }
}

/** Runs of `[offset, offset + length)` in the layer that the replay changed, in order. */
export function* changedByReplay(
  { layer, original, base }: ViewContext,
  offset: number,
  length: number,
): Generator<Span> {
  if (layer.name === "original") return;
  yield* differingRuns(layer.name === "edited" ? base : layer, original, offset, length);
}

/** Runs of `[offset, offset + length)` that the user changed, in order. */
export function* changedByUser(
  { layer, base }: ViewContext,
  offset: number,
  length: number,
): Generator<Span> {
  if (layer.name === "edited") yield* differingRuns(layer, base, offset, length);
}
