import { sizeText } from "../../../shared/text.ts";
import type { NodeSource } from "./source.ts";
import { nodeId } from "../../../shared/node-id.ts";

/** Regions that the format does not know; BAT and metadata have families of their own. */
export const regionSource: NodeSource = {
  node: ({ layer }, place) => {
    const index = place.kind === "region" ? place.numbers[0] : null;
    const region = layer.structures.regions.all.find((each) => each.entry.index === index);
    if (region === undefined || region.entry.name !== "Unknown") return null;
    return {
      id: nodeId("region", region.entry.index),
      parent: null,
      index: 10 + region.entry.index,
      label: `Region ${region.entry.values.guid}`,
      detail: sizeText(region.length),
      offset: region.offset,
      length: region.length,
      childCount: 0,
    };
  },
  children: () => [],
  struct: () => null,
  locate: ({ layer }, offset) => {
    const region = layer.structures.regions.all.find(
      (each) => each.entry.name === "Unknown" && offset >= each.offset && offset < each.offset + each.length,
    );
    return { id: region === undefined ? nodeId("gaps") : nodeId("region", region.entry.index), field: null };
  },
};
