import { ascii, bytes, defineStruct, u16, u32, u8 } from "../../../bytes/struct.ts";

/** Bytes of every directory entry of FAT and exFAT. */
export const SLOT = 32;

/** Directory entry with a name of 8.3 (Microsoft's FAT specification, 6). */
export const shortEntry = defineStruct({
  name: "FAT directory entry",
  spec: "FAT 6",
  size: SLOT,
  fields: {
    name: bytes(0, 11, "DIR_Name", {
      meaning: "Name of 8.3, padded. 0xe5: deleted; 0: the end; 5 stands for 0xe5.",
    }),
    attributes: u8(11, "DIR_Attr", {
      meaning: "1 read-only, 2 hidden, 4 system, 8 volume label, 0x10 folder, 0x20 archive.",
    }),
    lowerCase: u8(12, "DIR_NTRes", {
      meaning: "8: the name is shown in lower case; 0x10: the extension is.",
    }),
    createdTenths: u8(13, "DIR_CrtTimeTenth", { meaning: "Hundredths of a second, 0 to 199." }),
    createdTime: u16(14, "DIR_CrtTime", { meaning: "Time of creation, two seconds each." }),
    createdDate: u16(16, "DIR_CrtDate", { meaning: "Date of creation." }),
    accessedDate: u16(18, "DIR_LstAccDate", { meaning: "Date of the last access." }),
    clusterHigh: u16(20, "DIR_FstClusHI", { meaning: "Upper half of the first cluster; FAT32." }),
    writtenTime: u16(22, "DIR_WrtTime", { meaning: "Time of the last write." }),
    writtenDate: u16(24, "DIR_WrtDate", { meaning: "Date of the last write." }),
    clusterLow: u16(26, "DIR_FstClusLO", { meaning: "Lower half of the first cluster." }),
    size: u32(28, "DIR_FileSize", { meaning: "Bytes; 0 for a folder." }),
  },
});

/** A part of a long name, in front of the entry that it belongs to (Microsoft's FAT specification, 7). */
export const longEntry = defineStruct({
  name: "FAT long name entry",
  spec: "FAT 7",
  size: SLOT,
  fields: {
    order: u8(0, "LDIR_Ord", {
      meaning: "Number of the part, from 1; 0x40: the last part, which comes first.",
    }),
    name1: bytes(1, 10, "LDIR_Name1", { meaning: "UTF-16, characters 1 to 5." }),
    attributes: u8(11, "LDIR_Attr", { meaning: "0x0f." }),
    checksum: u8(13, "LDIR_Chksum", { meaning: "Of the name of 8.3." }),
    name2: bytes(14, 12, "LDIR_Name2", { meaning: "UTF-16, characters 6 to 11." }),
    name3: bytes(28, 4, "LDIR_Name3", { meaning: "UTF-16, characters 12 and 13." }),
  },
});

/** FSInfo sector of FAT32 (Microsoft's FAT specification, 5). */
export const infoSector = defineStruct({
  name: "FSInfo",
  spec: "FAT 5",
  size: 512,
  fields: {
    lead: ascii(0, 4, "FSI_LeadSig", { meaning: "RRaA." }),
    signature: ascii(484, 4, "FSI_StrucSig", { meaning: "rrAa." }),
    free: u32(488, "FSI_Free_Count", { meaning: "Free clusters; 0xffffffff: not known." }),
    next: u32(492, "FSI_Nxt_Free", { meaning: "Cluster to look for free ones from." }),
  },
});
