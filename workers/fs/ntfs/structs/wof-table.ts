import { defineStruct, u32, u64 } from "../../../bytes/struct.ts";

/** Entry of the table at the start of WofCompressedData, in a file of at most 4 GiB. */
export const wofOffset = defineStruct({
  name: "WOF chunk offset",
  spec: "WIM chunk table",
  size: 4,
  fields: { offset: u32(0, "ChunkOffset", { meaning: "Bytes from the end of the table." }) },
});

/** The same in a larger file. */
export const wofOffset64 = defineStruct({
  name: "WOF chunk offset",
  spec: "WIM chunk table",
  size: 8,
  fields: { offset: u64(0, "ChunkOffset", { meaning: "Bytes from the end of the table." }) },
});
