import type {
  ComparedFile,
  CompareFilesRequest,
  CompareRequest,
  Comparison,
  LayerRef,
} from "../../../api/index.ts";
import { MIB } from "../../../shared/numbers.ts";
import { countText, sizeText } from "../../../shared/text.ts";
import { visibleText } from "../../../shared/visible-text.ts";
import { HEADER_OFFSETS, REGION_TABLE_OFFSETS } from "../../../vhdx/headers/header-section.ts";
import { header } from "../../../vhdx/structs/header.ts";
import type { Layer } from "../../image/layer.ts";
import type { OpenedImage } from "../../image/opened-image.ts";
import { layerTitle } from "../../report/report.ts";
import { VhdxError } from "../../../shared/error.ts";
import { ancestors } from "../../image/lineage.ts";
import type { JobContext } from "../../jobs/jobs.ts";
import { compareDisks } from "./compare-disks.ts";
import { compareFiles } from "./compare-files.ts";
import { ancestorSummary, compareAncestor } from "./compare-ancestor.ts";
import { compareLayers, sizeWord } from "./compare-layers.ts";
import { compareRegionTable, compareStruct } from "./compare-structs.ts";
import { DifferenceList, FILE } from "./differences.ts";
import { nodeId } from "../../../shared/node-id.ts";

/** The comparison of two open files. @param sideOf the layer, its image and the file's name */
export async function compareOpenFiles(
  sideOf: (file: ComparedFile) => CompareSide & { readonly name: string },
  request: CompareFilesRequest,
  context: JobContext,
): Promise<Comparison> {
  const list = new DifferenceList();
  const a = sideOf(request.a);
  const b = sideOf(request.b);
  const title = ({ name, ...side }: typeof a, ref: LayerRef) =>
    `${visibleText(name)}, ${sideTitle(side, ref)}`;
  let summary: string;
  if (request.kind === "structures") {
    await compareFiles(a.layer, b.layer, list, context);
    summary = summaryOf(list);
  } else {
    const blockSize = b.layer.structures.geometry?.blockSize ?? MIB;
    const [diskA, diskB] = [a.image.disk(a.layer), b.image.disk(b.layer)];
    const range = { first: request.first, count: request.blocks };
    summary = await compareDisks(diskA, diskB, blockSize, range, list, context);
  }
  return {
    space: request.kind === "structures" ? "file" : "disk",
    titleA: title(a, request.a.layer),
    titleB: title(b, request.b.layer),
    summary,
    differences: list.listed,
    omitted: list.omitted,
  };
}

function summaryOf(list: DifferenceList): string {
  if (list.byStructure.size === 0) return "No difference.";
  const parts = [...list.byStructure].slice(0, 6).map(([structure, count]) => {
    if (structure === "BAT") return `BAT: ${countText(count, "entry", "entries")} changed`;
    if (structure === FILE) return `File: ${sizeWord(list.grown)} by ${sizeText(Math.abs(list.grown))}`;
    return `${structure}: ${countText(count, "difference")}`;
  });
  const more = list.byStructure.size > 6 ? `; and ${list.byStructure.size - 6} more structures` : "";
  return `${parts.join("; ")}${more}.`;
}

/** The title of a layer, by the name that was asked for, even where another layer takes its place. */
function sideTitle({ image, layer }: CompareSide, ref: LayerRef): string {
  return ref.name === "replayed" && layer.name === "original"
    ? "Replayed (nothing to replay)"
    : layerTitle(image, layer);
}

/** A layer and the image that it belongs to. */
export interface CompareSide {
  readonly image: OpenedImage;
  readonly layer: Layer;
}

/**
 * Compares two layers, the disk and an ancestor's, the two headers, or the two region tables.
 *
 * @throws VhdxError `misuse` where the chain has no such link; `not-available` where a disk can't be read.
 */
export function compare(sideOf: (ref: LayerRef) => CompareSide, request: CompareRequest): Comparison {
  const list = new DifferenceList();
  let titles: readonly [string, string];
  if (request.kind === "layers") {
    const sideA = sideOf(request.a);
    const sideB = sideOf(request.b);
    const a = sideA.layer;
    const b = sideB.layer;
    titles = [sideTitle(sideA, request.a), sideTitle(sideB, request.b)];
    if (a !== b) compareLayers(a, b, list);
  } else if (request.kind === "ancestor") {
    const { image, layer } = sideOf(request.layer);
    const parent = ancestors(image)[request.link - 1];
    if (parent === undefined) throw new VhdxError("misuse", "The chain has no such link.");
    const below = parent.image.layerBelow(layer);
    titles = [parent.name, layerTitle(image, layer)];
    compareAncestor(image.disk(layer), parent.image.disk(below), request.link, list);
  } else {
    const { layer } = sideOf(request.layer);
    if (request.kind === "headers") {
      titles = ["Header 1", "Header 2"];
      const about = { structure: "Header", node: nodeId("header", 2), prefix: "" };
      compareStruct(
        { layer, offset: HEADER_OFFSETS[0] },
        { layer, offset: HEADER_OFFSETS[1] },
        header,
        about,
        list,
      );
    } else {
      titles = ["Region table 1", "Region table 2"];
      compareRegionTable(layer, REGION_TABLE_OFFSETS[0], layer, REGION_TABLE_OFFSETS[1], 2, list);
    }
  }
  const onDisk = request.kind === "ancestor";
  return {
    space: onDisk ? "disk" : "file",
    titleA: titles[0],
    titleB: titles[1],
    summary: onDisk ? ancestorSummary(list) : summaryOf(list),
    differences: list.listed,
    omitted: list.omitted,
  };
}
