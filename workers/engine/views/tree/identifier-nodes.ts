import { IDENTIFIER_OFFSET } from "../../../vhdx/headers/header-section.ts";
import { fileIdentifier } from "../../../vhdx/structs/file-identifier.ts";
import { fieldAt } from "../field-list.ts";
import { type NodeSource, slotIn } from "./source.ts";
import { nodeId } from "../../../shared/node-id.ts";

export const identifierSource: NodeSource = {
  node: ({ image, layer }) => ({
    id: nodeId("identifier"),
    parent: null,
    index: 0,
    label: "File type identifier",
    // Of another file these bytes are not text.
    detail: image.identifier.isVhdx && image.identifier.creator !== "" ? image.identifier.creator : null,
    ...slotIn(layer.store, IDENTIFIER_OFFSET),
    childCount: 0,
  }),
  children: () => [],
  struct: () => ({ struct: fileIdentifier, offset: IDENTIFIER_OFFSET, title: fileIdentifier.name }),
  locate: (_context, offset) => ({
    id: nodeId("identifier"),
    field: fieldAt(fileIdentifier, offset - IDENTIFIER_OFFSET),
  }),
};
