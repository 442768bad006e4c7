import { ascii, defineStruct, u16, u32, u64 } from "../../../bytes/struct.ts";

/** Restart page, the start of $LogFile, twice ("LFS_RESTART_PAGE_HEADER"). */
export const restartPage = defineStruct({
  name: "Restart page",
  spec: "LFS_RESTART_PAGE_HEADER",
  size: 30,
  fields: {
    signature: ascii(0, 4, "Signature", { meaning: "RSTR; CHKD where chkdsk changed it." }),
    usaOffset: u16(4, "UpdateSequenceArrayOffset", { meaning: "Bytes from the start of the page." }),
    usaCount: u16(6, "UpdateSequenceArraySize", { meaning: "One word, and one for each 512 bytes." }),
    systemPageSize: u32(16, "SystemPageSize", { meaning: "Bytes of a restart page." }),
    logPageSize: u32(20, "LogPageSize", { meaning: "Bytes of a page of the log." }),
    restartOffset: u16(24, "RestartOffset", { meaning: "Bytes from the start of the page." }),
  },
});

/** Restart area in a restart page ("LFS_RESTART_AREA"). */
export const restartArea = defineStruct({
  name: "Restart area",
  spec: "LFS_RESTART_AREA",
  size: 16,
  fields: {
    currentLsn: u64(0, "CurrentLsn", { meaning: "Newest entry of the log." }),
    clients: u16(8, "LogClients", { meaning: "Clients of the log." }),
    freeClients: u16(10, "ClientFreeList", { meaning: "First client that is free; 0xffff for none." }),
    usedClients: u16(12, "ClientInUseList", { meaning: "First client in use; 0xffff for none." }),
    flags: u16(14, "Flags", { meaning: "2: the volume was unmounted." }),
  },
});
