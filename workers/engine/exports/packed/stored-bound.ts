import { ancestors } from "../../image/lineage.ts";
import type { Layer } from "../../image/layer.ts";
import type { OpenedImage } from "../../image/opened-image.ts";

/** Bytes of the blocks that a layer's BAT gives storage inside the file; null where it has not been looked at to its end. */
function storedIn({ batChecked, bat, structures }: Layer): number | null {
  if (!batChecked || bat === null) return null;
  const blocks = (bat.byState["payload-6"] ?? 0) + (bat.byState["payload-7"] ?? 0);
  return blocks * (structures.facts.blockSize ?? 0) - bat.missing;
}

/**
 * Bytes of a layer's virtual disk that can be anything but zeros, at most, from the counts that the check of the BAT left; so
 * it costs nothing, whatever the disk's size.
 *
 * @param diskSize bytes of the virtual disk
 * @returns null where a BAT of the chain has not been looked at to its end
 */
export function storedBound(image: OpenedImage, layer: Layer, diskSize: number): number | null {
  const below = ancestors(image).map((parent) => parent.image.layerBelow(layer));
  let bound = 0;
  for (const each of [layer, ...below]) {
    const stored = storedIn(each);
    if (stored === null) return null;
    bound += stored;
  }
  return Math.min(bound, diskSize);
}
