import type { Struct } from "../bytes/struct.ts";
import { extSuperblock } from "../volume/structs/ext.ts";
import { xfsSuperblock } from "../volume/structs/linux-heads.ts";
import { bootSector, exfatBoot, fatBoot, ntfsBoot } from "../volume/structs/windows-boot.ts";
import { extAttributeBlock } from "./ext/structs/attribute.ts";
import { extExtentHeader } from "./ext/structs/extent.ts";
import { extGroup } from "./ext/structs/group.ts";
import { extInode } from "./ext/structs/inode.ts";
import { journalSuperblock } from "./ext/structs/journal.ts";
import { fileEntry, streamEntry } from "./fat/exfat/structs/entry.ts";
import { infoSector, longEntry, shortEntry } from "./fat/structs/entry.ts";
import { extDirectoryEntry } from "./ext/structs/directory.ts";
import { attributeHeader, nonResidentAttribute, residentAttribute } from "./ntfs/structs/attribute.ts";
import { attributeListEntry } from "./ntfs/structs/attribute-list.ts";
import { indexBlock } from "./ntfs/structs/index-node.ts";
import { fileRecord } from "./ntfs/structs/record.ts";
import { folderBlock } from "./xfs/structs/folder.ts";
import { agf, agfl, agi } from "./xfs/structs/group.ts";
import { inodeCore, longBlock } from "./xfs/structs/inode.ts";

/** Tables of the structures that readers name. */
export const EXT_TABLES: readonly Struct[] = [
  extSuperblock,
  extGroup,
  extInode,
  extExtentHeader,
  extAttributeBlock,
  extDirectoryEntry,
  journalSuperblock,
];
export const FAT_TABLES: readonly Struct[] = [bootSector, fatBoot, infoSector, shortEntry, longEntry];
export const EXFAT_TABLES: readonly Struct[] = [exfatBoot, fileEntry, streamEntry];
export const NTFS_TABLES: readonly Struct[] = [
  ntfsBoot,
  fileRecord,
  attributeHeader,
  residentAttribute,
  nonResidentAttribute,
  attributeListEntry,
  indexBlock,
];
export const XFS_TABLES: readonly Struct[] = [
  xfsSuperblock,
  agf,
  agi,
  agfl,
  inodeCore,
  longBlock,
  folderBlock,
];
