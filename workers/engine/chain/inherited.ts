import { readUpTo } from "../../store/store.ts";
import type { MetadataItem } from "../../vhdx/metadata/metadata-item.ts";
import {
  FILE_PARAMETERS,
  LOGICAL_SECTOR_SIZE,
  PARENT_LOCATOR,
  PHYSICAL_SECTOR_SIZE,
  VIRTUAL_DISK_ID,
  VIRTUAL_DISK_SIZE,
} from "../../vhdx/structs/metadata-items.ts";
import type { ExtraItem, Inherited } from "../../vhdx/write/create.ts";
import type { Layer } from "../image/layer.ts";

/** Items that every disk has, made from its options; a locator is each file's own. */
const OWN = new Set<unknown>([
  FILE_PARAMETERS,
  VIRTUAL_DISK_SIZE,
  VIRTUAL_DISK_ID,
  LOGICAL_SECTOR_SIZE,
  PHYSICAL_SECTOR_SIZE,
  PARENT_LOCATOR,
]);

/** Whether the item belongs to the virtual disk and not to the file (MS-VHDX 2.6.1.2), and is not one that every disk has. */
export const isDiskItem = ({ values, known }: MetadataItem): boolean =>
  values.isVirtualDisk === 1 && !OWN.has(known);

/** The items of the virtual disk besides those that every disk has: a child or a copy has them too. An item may be empty. */
export function virtualDiskItems({ structures, store }: Layer): readonly ExtraItem[] {
  return (structures.metadata?.items ?? []).flatMap((item) => {
    const { values, offset, readable } = item;
    if (!isDiskItem(item) || (values.length > 0 && !readable)) return [];
    return [
      {
        itemId: values.itemId,
        isUser: values.isUser === 1,
        isVirtualDisk: true,
        isRequired: values.isRequired === 1,
        bytes: offset === null ? new Uint8Array(0) : readUpTo(store, offset, values.length),
      },
    ];
  });
}

/** What another file with the same virtual disk has from it: its page 83 id and those items. */
export function inheritedOf(layer: Layer): Inherited {
  const { diskId } = layer.structures.facts;
  return { ...(diskId !== null && { diskId }), items: virtualDiskItems(layer) };
}
