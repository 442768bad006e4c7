import { IDENTIFIER_OFFSET } from "../../../vhdx/headers/header-section.ts";
import { fileIdentifier } from "../../../vhdx/structs/file-identifier.ts";
import { fieldAt, structFields } from "../field-list.ts";
import { type NodeSource, slotIn } from "./source.ts";

export const identifierSource: NodeSource = {
  node: ({ image, layer }) => ({
    id: "identifier",
    parent: null,
    index: 0,
    label: "File type identifier",
    // Of another file these bytes are not text.
    detail: image.identifier.isVhdx && image.identifier.creator !== "" ? image.identifier.creator : null,
    ...slotIn(layer.store, IDENTIFIER_OFFSET),
    childCount: 0,
  }),
  children: () => [],
  fields: (context) => ({
    node: "identifier",
    title: fileIdentifier.name,
    spec: fileIdentifier.spec,
    fields: structFields(context, fileIdentifier, IDENTIFIER_OFFSET),
  }),
  locate: (_context, offset) => ({
    id: "identifier",
    field: fieldAt(fileIdentifier, offset - IDENTIFIER_OFFSET),
  }),
};
