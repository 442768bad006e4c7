import { HEADER_OFFSETS } from "../../../vhdx/headers/header-section.ts";
import { header } from "../../../vhdx/structs/header.ts";
import { fieldAt, structFields } from "../field-list.ts";
import { type NodeSource, numberPart, slotIn } from "./source.ts";

const offsetOf = (copy: number): number | null => HEADER_OFFSETS[copy - 1] ?? null;

export const headersSource: NodeSource = {
  node: ({ image, layer }, parts) => {
    const copy = numberPart(parts, 0) ?? 0;
    const offset = offsetOf(copy);
    const read = image.headers.copies[copy - 1];
    if (offset === null || read === undefined) return null;
    const state = read === image.headers.active ? "active" : read.valid ? "older" : "damaged";
    return {
      id: `header/${copy}`,
      parent: null,
      index: copy,
      label: `Header ${copy}`,
      detail: state,
      ...slotIn(layer.store, offset),
      childCount: 0,
    };
  },
  children: () => [],
  fields: (context, parts) => {
    const copy = numberPart(parts, 0) ?? 0;
    const offset = offsetOf(copy);
    if (offset === null) return null;
    const log = context.image.headers.log === null ? null : "log";
    return {
      node: `header/${copy}`,
      title: `${header.name} ${copy}`,
      spec: header.spec,
      fields: structFields(context, header, offset, { targets: { logOffset: log, logGuid: log } }),
    };
  },
  locate: (_context, offset) => {
    const copy = offset < (offsetOf(2) ?? 0) ? 1 : 2;
    return { id: `header/${copy}`, field: fieldAt(header, offset - (offsetOf(copy) ?? 0)) };
  },
};
