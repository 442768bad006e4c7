import type { Layer } from "../layer.ts";
import type { OpenedImage } from "../opened-image.ts";
import { readUpTo } from "../../store/store.ts";

/** What every view works on. */
export interface ViewContext {
  readonly image: OpenedImage;
  readonly layer: Layer;
  readonly original: Layer;
}

export function viewContext(image: OpenedImage, layer: Layer): ViewContext {
  return { image, layer, original: image.layer({ name: "original", upTo: null }) };
}

/** Compared byte by byte up to this length; a longer run that was written counts as changed. */
const COMPARED = 1024 * 1024;

/** Runs of `[offset, offset + length)` whose bytes differ between the layer and the original. */
export function changedBytes(
  { layer, original }: ViewContext,
  offset: number,
  length: number,
): { readonly offset: number; readonly length: number }[] {
  const changed: { offset: number; length: number }[] = [];
  if (layer === original) return changed;
  for (const run of layer.store.changedRuns(offset, offset + length)) {
    const size = run.end - run.start;
    if (size > COMPARED) {
      changed.push({ offset: run.start, length: size });
      continue;
    }
    const after = readUpTo(layer.store, run.start, size);
    const before = readUpTo(original.store, run.start, size);
    let start = -1;
    for (let at = 0; at <= size; at++) {
      const differs = at < size && (at >= before.length || after[at] !== before[at]);
      if (differs && start < 0) start = at;
      if (!differs && start >= 0) {
        changed.push({ offset: run.start + start, length: at - start });
        start = -1;
      }
    }
  }
  return changed;
}

/** Whether any byte of the run differs from the original's. */
export function isChanged(context: ViewContext, offset: number, length: number): boolean {
  return changedBytes(context, offset, length).length > 0;
}
