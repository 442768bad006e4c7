import { HEADER_OFFSETS } from "../../../vhdx/headers/header-section.ts";
import { header } from "../../../vhdx/structs/header.ts";
import { fieldAt } from "../field-list.ts";
import { type NodeSource, slotIn } from "./source.ts";
import { nodeId, type NodePlace } from "../../../shared/node-id.ts";

const offsetOf = (copy: number): number | null => HEADER_OFFSETS[copy - 1] ?? null;

const copyOf = (place: NodePlace): number => (place.kind === "header" ? place.numbers[0] : 0);

export const headersSource: NodeSource = {
  node: ({ image, layer }, place) => {
    const copy = copyOf(place);
    const offset = offsetOf(copy);
    const read = image.headers.copies[copy - 1];
    if (offset === null || read === undefined) return null;
    const state = read === image.headers.active ? "active" : read.valid ? "older" : "damaged";
    return {
      id: nodeId("header", copy),
      parent: null,
      index: copy,
      label: `Header ${copy}`,
      detail: state,
      ...slotIn(layer.store, offset),
      childCount: 0,
    };
  },
  children: () => [],
  struct: ({ image }, place) => {
    const copy = copyOf(place);
    const offset = offsetOf(copy);
    if (offset === null) return null;
    const log = image.headers.log === null ? null : nodeId("log");
    const options = { targets: { logOffset: log, logGuid: log } };
    return { struct: header, offset, title: `${header.name} ${copy}`, options };
  },
  locate: (_context, offset) => {
    const copy = offset < (offsetOf(2) ?? 0) ? 1 : 2;
    return { id: nodeId("header", copy), field: fieldAt(header, offset - (offsetOf(copy) ?? 0)) };
  },
};
