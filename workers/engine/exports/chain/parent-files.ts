import type { ReadableStore } from "../../../store/store.ts";
import { ancestors } from "../../image/lineage.ts";
import type { Layer } from "../../image/layer.ts";
import type { OpenedImage } from "../../image/opened-image.ts";
import { type LayerFile, layerFile } from "../pieces/layer-file.ts";

/** The files of the ancestors as they are read below a layer, the parent's first. */
export function parentFiles(image: OpenedImage, layer: Layer): readonly LayerFile[] {
  return ancestors(image).map(({ image: parent, file }) => {
    const below = parent.layerBelow(layer);
    return below.name === "original" ? layerFile(file) : layerFile(file, below.store);
  });
}

/** The files that a layer's disk is read through: the layer's own, its parent's, and so on. @param file as stored */
export function chainFiles(file: ReadableStore, image: OpenedImage, layer: Layer): readonly LayerFile[] {
  const own = layer.name === "original" ? layerFile(file) : layerFile(file, layer.store);
  return [own, ...parentFiles(image, layer)];
}
