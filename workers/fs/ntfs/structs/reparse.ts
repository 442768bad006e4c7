import { defineStruct, u16, u32 } from "../../../bytes/struct.ts";

/** Start of $REPARSE_POINT (MS-FSCC 2.1.2.2). */
export const reparsePoint = defineStruct({
  name: "$REPARSE_POINT",
  spec: "MS-FSCC 2.1.2.2",
  size: 8,
  fields: {
    tag: u32(0, "ReparseTag", { meaning: "Who is to read it." }),
    dataLength: u16(4, "ReparseDataLength", { meaning: "Bytes behind this header." }),
  },
});

const NAME = "Bytes from the start of the names.";

/** Junction, a mount point too (MS-FSCC 2.1.2.5). The names follow. */
export const mountPoint = defineStruct({
  name: "Junction",
  spec: "MS-FSCC 2.1.2.5",
  size: 16,
  fields: {
    substituteOffset: u16(8, "SubstituteNameOffset", { meaning: NAME }),
    substituteLength: u16(10, "SubstituteNameLength", { meaning: "Bytes." }),
    printOffset: u16(12, "PrintNameOffset", { meaning: NAME }),
    printLength: u16(14, "PrintNameLength", { meaning: "Bytes." }),
  },
});

/** Symbolic link (MS-FSCC 2.1.2.4). The names follow. */
export const symbolicLink = defineStruct({
  name: "Symbolic link",
  spec: "MS-FSCC 2.1.2.4",
  size: 20,
  fields: { ...mountPoint.fields, flags: u32(16, "Flags", { meaning: "1: relative." }) },
});

/** File that is compressed by WOF ("WOF_EXTERNAL_INFO", "FILE_PROVIDER_EXTERNAL_INFO_V1"). */
export const wofFile = defineStruct({
  name: "WOF",
  spec: "FILE_PROVIDER_EXTERNAL_INFO_V1",
  size: 24,
  fields: {
    version: u32(8, "WofVersion", { meaning: "1." }),
    provider: u32(12, "WofProvider", { meaning: "1: a WIM file; 2: this file itself." }),
    fileVersion: u32(16, "Version", { meaning: "1." }),
    algorithm: u32(20, "Algorithm", { meaning: "0: XPRESS4K; 1: LZX; 2: XPRESS8K; 3: XPRESS16K." }),
  },
});

/** Symbolic link of WSL. The target follows, in UTF-8. */
export const lxSymlink = defineStruct({
  name: "Symbolic link of WSL",
  spec: "IO_REPARSE_TAG_LX_SYMLINK",
  size: 12,
  fields: { version: u32(8, "Version", { meaning: "2." }) },
});
