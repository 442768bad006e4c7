import { ascii, bytes, defineStruct, u16, u32, u64, u8 } from "../../bytes/struct.ts";

/** Where each kind of boot sector of Windows says what it is. */
export const bootSector = defineStruct({
  name: "Boot sector",
  spec: "exFAT 3.1",
  size: 512,
  fields: {
    jump: u8(0, "JumpBoot", { meaning: "0xeb or 0xe9: a jump." }),
    system: ascii(3, 8, "FileSystemName", { meaning: "The file system, or who made it." }),
    guidToGo: bytes(424, 16, "Identifier", { meaning: "GUID of BitLocker To Go." }),
    signature: u16(510, "BootSignature", { meaning: "Marks a boot sector." }),
  },
});

/** NTFS boot sector (Windows Internals, "NTFS on-disk structure"). */
export const ntfsBoot = defineStruct({
  name: "NTFS boot sector",
  spec: "NTFS boot sector",
  size: 512,
  fields: {
    sectorSize: u16(11, "BytesPerSector", { meaning: "Bytes." }),
    clusterSectors: u8(13, "SectorsPerCluster", { meaning: "Sectors; above 128 a power of two below zero." }),
    sectors: u64(40, "TotalSectors", { meaning: "Sectors, without the last one, which holds the copy." }),
    mft: u64(48, "MftStartLcn", { meaning: "Cluster of the file table." }),
    mirror: u64(56, "Mft2StartLcn", { meaning: "Cluster of its mirror." }),
    recordClusters: u8(64, "ClustersPerFileRecordSegment", {
      meaning: "Clusters of a record; above 127 bytes, as a power of two below zero.",
    }),
    indexClusters: u8(68, "ClustersPerIndexBlock", {
      meaning: "Clusters of an index block; above 127 bytes, as a power of two below zero.",
    }),
    serial: u64(72, "VolumeSerialNumber", { meaning: "Serial number of the volume." }),
  },
});

/** FAT boot sector (Microsoft's FAT specification, 3). */
export const fatBoot = defineStruct({
  name: "FAT boot sector",
  spec: "FAT 3",
  size: 512,
  fields: {
    sectorSize: u16(11, "BPB_BytsPerSec", { meaning: "Bytes." }),
    clusterSectors: u8(13, "BPB_SecPerClus", { meaning: "Sectors." }),
    reserved: u16(14, "BPB_RsvdSecCnt", { meaning: "Sectors before the first table." }),
    tables: u8(16, "BPB_NumFATs", { meaning: "Copies of the table." }),
    rootEntries: u16(17, "BPB_RootEntCnt", { meaning: "Entries of the root folder; 0 in FAT32." }),
    sectors16: u16(19, "BPB_TotSec16", { meaning: "Sectors, where they fit." }),
    media: u8(21, "BPB_Media", { meaning: "Kind of medium." }),
    tableSectors16: u16(22, "BPB_FATSz16", { meaning: "Sectors of a table; 0 in FAT32." }),
    sectors32: u32(32, "BPB_TotSec32", { meaning: "Sectors." }),
    tableSectors32: u32(36, "BPB_FATSz32", { meaning: "Sectors of a table of FAT32." }),
    state16: u8(37, "BS_Reserved1", { meaning: "1 in FAT12 and FAT16: not unmounted (Linux)." }),
    serial16: u32(39, "BS_VolID", { meaning: "Serial number of FAT12 and FAT16." }),
    extendedFlags: u16(40, "BPB_ExtFlags", {
      meaning: "FAT32: 0x80: only the table of the low four bits is kept up to date.",
    }),
    label16: ascii(43, 11, "BS_VolLab", { meaning: "Label of FAT12 and FAT16." }),
    rootCluster: u32(44, "BPB_RootClus", { meaning: "First cluster of FAT32's root folder." }),
    info: u16(48, "BPB_FSInfo", { meaning: "Sector of FAT32's FSInfo." }),
    backup: u16(50, "BPB_BkBootSec", { meaning: "Sector of FAT32's copy." }),
    state32: u8(65, "BS_Reserved1", { meaning: "1 in FAT32: not unmounted (Linux)." }),
    serial32: u32(67, "BS_VolID", { meaning: "Serial number of FAT32." }),
    label32: ascii(71, 11, "BS_VolLab", { meaning: "Label of FAT32." }),
  },
});

/** The first entries of a file allocation table; the second one has flags (Microsoft's FAT specification, 4.2). */
export const fatHead = defineStruct({
  name: "FAT",
  spec: "FAT 4.2",
  size: 8,
  fields: {
    flags16: u16(2, "FAT[1]", { meaning: "0x8000: unmounted cleanly; 0x4000: no errors." }),
    flags32: u32(4, "FAT[1]", { meaning: "0x08000000: unmounted cleanly; 0x04000000: no errors." }),
  },
});

/** exFAT boot sector (Microsoft's exFAT specification, 3.1). */
export const exfatBoot = defineStruct({
  name: "exFAT boot sector",
  spec: "exFAT 3.1",
  size: 512,
  fields: {
    sectors: u64(72, "VolumeLength", { meaning: "Sectors." }),
    tableStart: u32(80, "FatOffset", { meaning: "Sectors." }),
    tableSectors: u32(84, "FatLength", { meaning: "Sectors of a table." }),
    heapStart: u32(88, "ClusterHeapOffset", { meaning: "Sectors." }),
    clusters: u32(92, "ClusterCount", { meaning: "Clusters." }),
    rootCluster: u32(96, "FirstClusterOfRootDirectory", { meaning: "Cluster." }),
    serial: u32(100, "VolumeSerialNumber", { meaning: "Serial number." }),
    flags: u16(106, "VolumeFlags", {
      meaning: "1: the second table counts; 2: dirty; 4: the medium failed.",
    }),
    sectorShift: u8(108, "BytesPerSectorShift", { meaning: "Sector size as a power of two." }),
    clusterShift: u8(109, "SectorsPerClusterShift", { meaning: "Cluster size as a power of two." }),
    tables: u8(110, "NumberOfFats", { meaning: "1 or 2." }),
    percent: u8(112, "PercentInUse", { meaning: "Clusters in use; 255: not known." }),
  },
});

/** ReFS boot sector (libfsrefs, "Volume header"). */
export const refsBoot = defineStruct({
  name: "ReFS boot sector",
  spec: "libfsrefs 2",
  size: 512,
  fields: {
    identifier: ascii(16, 4, "Identifier", { meaning: "FSRS." }),
    sectors: u64(24, "NumberOfSectors", { meaning: "Sectors." }),
    sectorSize: u32(32, "BytesPerSector", { meaning: "Bytes." }),
    major: u8(40, "MajorVersion", { meaning: "Version." }),
    minor: u8(41, "MinorVersion", { meaning: "Version." }),
  },
});
