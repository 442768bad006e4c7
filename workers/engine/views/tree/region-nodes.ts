import { sizeText } from "../../../shared/text.ts";
import { otherRegions, regionTitle } from "../../../vhdx/regions/regions.ts";
import type { NodeSource } from "./source.ts";
import { nodeId } from "../../../shared/node-id.ts";

/** Regions that MS-VHDX does not define, and those of a kind that another one is read of. BAT and metadata have their own sources. */
export const regionSource: NodeSource = {
  node: ({ layer }, place) => {
    const index = place.kind === "region" ? place.numbers[0] : null;
    const region = otherRegions(layer.structures.regions).find((each) => each.entry.index === index);
    if (region === undefined) return null;
    return {
      id: nodeId("region", region.entry.index),
      parent: null,
      index: 10 + region.entry.index,
      label: regionTitle(region),
      detail: sizeText(region.length),
      offset: region.offset,
      length: region.length,
      childCount: 0,
    };
  },
  children: () => [],
  struct: () => null,
  locate: ({ layer }, offset) => {
    const region = otherRegions(layer.structures.regions).find(
      (each) => offset >= each.offset && offset < each.offset + each.length,
    );
    return { id: region === undefined ? nodeId("gaps") : nodeId("region", region.entry.index), field: null };
  },
};
