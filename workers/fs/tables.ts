import type { Struct } from "../bytes/struct.ts";
import { extSuperblock } from "../volume/structs/ext.ts";
import { bootSector, exfatBoot, fatBoot } from "../volume/structs/windows-boot.ts";
import { extAttributeBlock } from "./ext/structs/attribute.ts";
import { extExtentHeader } from "./ext/structs/extent.ts";
import { extGroup } from "./ext/structs/group.ts";
import { extInode } from "./ext/structs/inode.ts";
import { journalSuperblock } from "./ext/structs/journal.ts";
import { fileEntry, streamEntry } from "./fat/exfat/structs/entry.ts";
import { infoSector, longEntry, shortEntry } from "./fat/structs/entry.ts";
import { extDirectoryEntry } from "./ext/structs/directory.ts";

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
