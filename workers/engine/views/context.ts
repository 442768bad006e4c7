import type { Span } from "../../api/index.ts";
import type { Layer } from "../image/layer.ts";
import type { OpenedImage } from "../image/opened-image.ts";
import { readUpTo } from "../../store/store.ts";

/** What every view works on. */
export interface ViewContext {
  /** For the Edited layer the edited image, whose headers and log are its own. */
  readonly image: OpenedImage;
  readonly layer: Layer;
  readonly original: Layer;
  /** What the user's changes start from: the Replayed layer where the log asks for it, else the Original. */
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

/** Compared byte by byte up to this length; a longer run that was written counts as changed. */
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

/** Runs of `[offset, offset + length)` that the replay changed, as they stand in the layer, one after the other. */
export function* changedByReplay(
  { layer, original, base }: ViewContext,
  offset: number,
  length: number,
): Generator<Span> {
  if (layer.name === "original") return;
  yield* differingRuns(layer.name === "edited" ? base : layer, original, offset, length);
}

/** Runs of `[offset, offset + length)` that the user changed, one after the other. */
export function* changedByUser(
  { layer, base }: ViewContext,
  offset: number,
  length: number,
): Generator<Span> {
  if (layer.name === "edited") yield* differingRuns(layer, base, offset, length);
}
