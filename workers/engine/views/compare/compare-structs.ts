import { decode, type FieldSpec, type Struct } from "../../../bytes/struct.ts";
import { readUpTo } from "../../../store/store.ts";
import { REGION_TABLE_OFFSETS } from "../../../vhdx/headers/header-section.ts";
import { regionTableEntry, regionTableHeader } from "../../../vhdx/structs/region-table.ts";
import type { Layer } from "../../image/layer.ts";
import { type DifferenceList, hexAt } from "./differences.ts";
import { valueText } from "../field-list.ts";
import { nodeId } from "../../../shared/node-id.ts";

/** Differing fields of a structure that stands in two places. */
export function compareStruct(
  a: { readonly layer: Layer; readonly offset: number },
  b: { readonly layer: Layer; readonly offset: number },
  struct: Struct,
  about: { readonly structure: string; readonly node: string; readonly prefix: string },
  list: DifferenceList,
): void {
  const bytesA = readUpTo(a.layer.store, a.offset, struct.size);
  const bytesB = readUpTo(b.layer.store, b.offset, struct.size);
  if (bytesA.length < struct.size || bytesB.length < struct.size) return;
  const valuesA = decode(struct, bytesA);
  const valuesB = decode(struct, bytesB);
  for (const [name, anySpec] of Object.entries(struct.fields)) {
    const spec = anySpec as FieldSpec;
    const textA = valueText(spec, valuesA[name] as never);
    const textB = valueText(spec, valuesB[name] as never);
    const same = bytesA
      .subarray(spec.offset, spec.offset + spec.length)
      .every((byte, index) => byte === bytesB[spec.offset + index]);
    if (same || (spec.kind === "bits" && textA === textB)) continue;
    list.add({
      structure: about.structure,
      node: about.node,
      sentence: `${about.prefix}${spec.label}: ${textA} -> ${textB}`,
      offsetA: a.offset + spec.offset,
      offsetB: b.offset + spec.offset,
      length: spec.length,
      bytesA: hexAt(a.layer, a.offset + spec.offset, spec.length),
      bytesB: hexAt(b.layer, b.offset + spec.offset, spec.length),
    });
  }
}

/** Differing fields of two region tables, entry by entry. */
export function compareRegionTable(
  a: Layer,
  offsetA: number,
  b: Layer,
  offsetB: number,
  copy: number,
  list: DifferenceList,
): void {
  const structure = `Region table ${copy}`;
  const sideA = { layer: a, offset: offsetA };
  const sideB = { layer: b, offset: offsetB };
  compareStruct(
    sideA,
    sideB,
    regionTableHeader,
    { structure, node: nodeId("region-table", copy), prefix: "" },
    list,
  );
  const entriesA = a.structures.regions.tables[offsetA === REGION_TABLE_OFFSETS[0] ? 0 : 1].entries.length;
  const entriesB = b.structures.regions.tables[offsetB === REGION_TABLE_OFFSETS[0] ? 0 : 1].entries.length;
  for (let index = 0; index < Math.max(entriesA, entriesB); index++) {
    const within = regionTableHeader.size + index * regionTableEntry.size;
    compareStruct(
      { layer: a, offset: offsetA + within },
      { layer: b, offset: offsetB + within },
      regionTableEntry,
      { structure, node: nodeId("region-table/entry", copy, index), prefix: `Entry ${index}, ` },
      list,
    );
  }
}
