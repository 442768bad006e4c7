import { bits, defineStruct, u32, u64, u8 } from "../../../bytes/struct.ts";

const TIME = "100 ns since 1601, UTC; as of the last change of the name.";

/** $FILE_NAME, in a record and as key of a folder's index ("FILE_NAME"). */
export const fileName = defineStruct({
  name: "$FILE_NAME",
  spec: "FILE_NAME",
  size: 66,
  fields: {
    parent: bits(0, 8, 0, 48, "ParentDirectory.Number", { meaning: "Record of the folder." }),
    parentSequence: bits(0, 8, 48, 16, "ParentDirectory.Sequence", { meaning: "Its sequence number." }),
    created: u64(8, "CreationTime", { meaning: TIME }),
    modified: u64(16, "LastModificationTime", { meaning: TIME }),
    changed: u64(24, "LastChangeTime", { meaning: TIME }),
    accessed: u64(32, "LastAccessTime", { meaning: TIME }),
    allocated: u64(40, "AllocatedLength", { meaning: "Bytes." }),
    size: u64(48, "FileSize", { meaning: "Bytes." }),
    flags: u32(56, "FileAttributes", { meaning: "Read-only, hidden, system and so on." }),
    reparseTag: u32(60, "ReparsePointTag", { meaning: "Of a reparse point; else bytes of $EA." }),
    nameLength: u8(64, "FileNameLength", { meaning: "UTF-16 units of the name." }),
    namespace: u8(65, "Flags", { meaning: "0: POSIX; 1: long; 2: short (8.3); 3: long and short." }),
  },
});
