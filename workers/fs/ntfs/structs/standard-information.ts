import { defineStruct, u32, u64 } from "../../../bytes/struct.ts";

const TIME = "100 ns since 1601, UTC.";

/** $STANDARD_INFORMATION, as far as every version of NTFS has it ("STANDARD_INFORMATION"). */
export const standardInformation = defineStruct({
  name: "$STANDARD_INFORMATION",
  spec: "STANDARD_INFORMATION",
  size: 48,
  fields: {
    created: u64(0, "CreationTime", { meaning: TIME }),
    modified: u64(8, "LastModificationTime", { meaning: TIME }),
    changed: u64(16, "LastChangeTime", { meaning: TIME }),
    accessed: u64(24, "LastAccessTime", { meaning: TIME }),
    flags: u32(32, "FileAttributes", { meaning: "Read-only, hidden, system and so on." }),
  },
});

/** What NTFS 3.0 adds to it. */
export const standardInformation3 = defineStruct({
  name: "$STANDARD_INFORMATION of NTFS 3.0",
  spec: "STANDARD_INFORMATION",
  size: 72,
  fields: {
    ownerId: u32(48, "OwnerId", { meaning: "Owner whose quota is charged." }),
    securityId: u32(52, "SecurityId", { meaning: "Entry of $Secure." }),
    usn: u64(64, "Usn", { meaning: "Last entry of the change journal." }),
  },
});
