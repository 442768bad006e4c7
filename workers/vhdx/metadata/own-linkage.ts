import type { Finding } from "../../api/index.ts";
import { NIL_GUID } from "../../shared/guid.ts";
import { finding } from "../findings/index.ts";
import type { Headers } from "../headers/headers.ts";
import type { ParentLocator } from "./parent-locator.ts";

/** Whether the file names itself as its parent (MS-VHDX 2.6.2.6.3): the locator alone can't tell, nor can the header. */
export function checkOwnLinkage(parent: ParentLocator | null, headers: Headers): readonly Finding[] {
  const own = headers.active?.values.dataWriteGuid ?? NIL_GUID;
  if (parent === null || own === NIL_GUID || parent.linkage !== own) return [];
  const message = `The parent_linkage ${own} is the file's own DataWriteGuid.`;
  return [finding("parent-linkage-self", message, { structure: "Metadata", node: "metadata" })];
}
