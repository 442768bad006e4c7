import { decode } from "../../bytes/struct.ts";
import { asciiToText } from "../../shared/encoded-text.ts";
import type { NodeAttribute, NodeStat } from "../file-system.ts";
import { extendedAttribute } from "./structs/extended-attribute.ts";

/** Entries of $EA, those before the first one that can't be. */
export function readExtendedAttributes(bytes: Uint8Array): NodeAttribute[] {
  const found: NodeAttribute[] = [];
  for (let at = 0; at + extendedAttribute.size <= bytes.length;) {
    const { next, nameLength, valueLength } = decode(extendedAttribute, bytes, at);
    const nameAt = at + extendedAttribute.size;
    const valueAt = nameAt + nameLength + 1;
    if (nameLength === 0 || valueAt + valueLength > bytes.length) break;
    const name = asciiToText(bytes.subarray(nameAt, nameAt + nameLength));
    found.push({ name, value: bytes.slice(valueAt, valueAt + valueLength) });
    if (next < extendedAttribute.size) break;
    at += next;
  }
  return found;
}

/** Owner, mode and device that WSL keeps in extended attributes; null where it keeps none. */
export function wslMetadata(
  attributes: readonly NodeAttribute[],
): Pick<NodeStat, "mode" | "owner" | "device"> & { readonly fullMode: number | null } {
  const word = (name: string, at = 0) => {
    const value = attributes.find((each) => each.name.toUpperCase() === name)?.value;
    if (value === undefined || value.length < at + 4) return null;
    return new DataView(value.buffer, value.byteOffset).getUint32(at, true);
  };
  const fullMode = word("$LXMOD");
  const user = word("$LXUID");
  const group = word("$LXGID");
  const major = word("$LXDEV");
  const minor = word("$LXDEV", 4);
  return {
    fullMode,
    mode: fullMode === null ? null : fullMode & 0o7777,
    owner: user === null || group === null ? null : { user, group },
    device: major === null || minor === null ? null : { major, minor },
  };
}
