import { sizeText } from "../../../shared/text.ts";
import type { NodeSource } from "./source.ts";
import { numberPart } from "./source.ts";

/** Regions that the format does not know; BAT and metadata have families of their own. */
export const regionSource: NodeSource = {
  node: ({ layer }, parts) => {
    const index = numberPart(parts, 0);
    const region = layer.structures.regions.all.find((each) => each.entry.index === index);
    if (region === undefined || region.entry.name !== "Unknown") return null;
    return {
      id: `region/${region.entry.index}`,
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
  fields: () => null,
  locate: ({ layer }, offset) => {
    const region = layer.structures.regions.all.find(
      (each) => each.entry.name === "Unknown" && offset >= each.offset && offset < each.offset + each.length,
    );
    return { id: region === undefined ? "gaps" : `region/${region.entry.index}`, field: null };
  },
};
