import { defineStruct, u32be, u64be, u8 } from "../../../bytes/struct.ts";

/** Bytes of a block of the log. */
export const LOG_BLOCK = 512;

/** Header of a record of the log (XFS 11.2). Every other block begins with its cycle instead. */
export const logRecord = defineStruct({
  name: "XFS log record",
  spec: "XFS 11.2",
  size: 328,
  fields: {
    magic: u32be(0, "h_magicno", { meaning: "0xfeedbabe." }),
    cycle: u32be(4, "h_cycle", { meaning: "How often the log was gone around." }),
    version: u32be(8, "h_version", { meaning: "1 or 2." }),
    length: u32be(12, "h_len", { meaning: "Bytes behind the header." }),
    tail: u64be(24, "h_tail_lsn", { meaning: "Cycle and block from which on the log is needed." }),
    operations: u32be(40, "h_num_logops", { meaning: "Operations." }),
    size: u32be(320, "h_size", { meaning: "Bytes of a record at most; version 2." }),
  },
});

/** Begin of an operation of a record (XFS 11.3). */
export const logOperation = defineStruct({
  name: "XFS log operation",
  spec: "XFS 11.3",
  size: 12,
  fields: {
    length: u32be(4, "oh_len", { meaning: "Bytes behind this header." }),
    client: u8(8, "oh_clientid", { meaning: "0x69 transaction, 0xaa log." }),
    flags: u8(9, "oh_flags", { meaning: "0x20: unmounted." }),
  },
});
