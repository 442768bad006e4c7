import { bytes, defineStruct, u16, u16be, u32, u32be, u8 } from "../../../bytes/struct.ts";

export const JOURNAL_MAGIC = 0xc03b3998;
/** Kinds of blocks. */
export const DESCRIPTOR = 1;
export const COMMIT = 2;
export const SUPERBLOCK_V1 = 3;
export const SUPERBLOCK_V2 = 4;
export const REVOKE = 5;

/** Head of each block of the log that is no copy (the kernel's documentation of ext4, "Journal (jbd2)"). */
export const journalHeader = defineStruct({
  name: "jbd2 header",
  spec: "ext4 journal",
  size: 12,
  fields: {
    magic: u32be(0, "h_magic", { meaning: "Marks the block." }),
    kind: u32be(4, "h_blocktype", { meaning: "1: descriptor; 2: commit; 3, 4: superblock; 5: revoke." }),
    sequence: u32be(8, "h_sequence", { meaning: "Number of the transaction." }),
  },
});

/** The journal's first block. */
export const journalSuperblock = defineStruct({
  name: "jbd2 superblock",
  spec: "ext4 journal",
  size: 1024,
  fields: {
    magic: u32be(0x00, "h_magic", { meaning: "Marks the block." }),
    kind: u32be(0x04, "h_blocktype", { meaning: "3 or 4." }),
    blockSize: u32be(0x0c, "s_blocksize", { meaning: "Bytes of a block." }),
    blocks: u32be(0x10, "s_maxlen", { meaning: "Blocks of the journal." }),
    first: u32be(0x14, "s_first", { meaning: "First block of the log." }),
    sequence: u32be(0x18, "s_sequence", { meaning: "Number of the first transaction." }),
    start: u32be(0x1c, "s_start", { meaning: "Block of the first transaction; 0: none to replay." }),
    error: u32be(0x20, "s_errno", { meaning: "Error that ended the journal." }),
    compatible: u32be(0x24, "s_feature_compat", { meaning: "1: checksums in commit blocks." }),
    incompatible: u32be(0x28, "s_feature_incompat", {
      meaning: "1: revokes; 2: 64 bits; 4: asynchronous commits; 8, 16: checksums v2, v3; 32: fast commits.",
    }),
    uuid: bytes(0x30, 16, "s_uuid", { meaning: "UUID of the journal." }),
    checksumType: u8(0x50, "s_checksum_type", { meaning: "4: CRC-32C." }),
    fastBlocks: u32be(0x54, "s_num_fc_blks", { meaning: "Blocks of fast commits at the end; 0: 256." }),
    checksum: u32be(0xfc, "s_checksum", { meaning: "Checksum of the superblock." }),
  },
});

/** Entry of a descriptor block: where a copy belongs (checksums v3). */
export const journalTag3 = defineStruct({
  name: "jbd2 tag, v3",
  spec: "ext4 journal",
  size: 16,
  fields: {
    blockLow: u32be(0, "t_blocknr", { meaning: "Block, low half." }),
    flags: u32be(4, "t_flags", { meaning: "1: escaped; 2: no UUID follows; 4: deleted; 8: the last tag." }),
    blockHigh: u32be(8, "t_blocknr_high", { meaning: "Block, high half." }),
    checksum: u32be(12, "t_checksum", { meaning: "Checksum of sequence and copy." }),
  },
});

/** Entry of a descriptor block before checksums v3; with 64 bits, the high half of the block follows. */
export const journalTag = defineStruct({
  name: "jbd2 tag",
  spec: "ext4 journal",
  size: 8,
  fields: {
    blockLow: u32be(0, "t_blocknr", { meaning: "Block, low half." }),
    checksum: u16be(4, "t_checksum", { meaning: "Checksum of sequence and copy, low half." }),
    flags: u16be(6, "t_flags", { meaning: "1: escaped; 2: no UUID follows; 4: deleted; 8: the last tag." }),
  },
});

/** Behind `journalTag`, with 64 bits. */
export const journalTagHigh = defineStruct({
  name: "jbd2 tag, high half",
  spec: "ext4 journal",
  size: 4,
  fields: { blockHigh: u32be(0, "t_blocknr_high", { meaning: "Block, high half." }) },
});

/** Head of a block of revokes; block numbers of 4 or 8 bytes follow. */
export const journalRevoke = defineStruct({
  name: "jbd2 revoke block",
  spec: "ext4 journal",
  size: 16,
  fields: {
    magic: u32be(0, "h_magic", { meaning: "Marks the block." }),
    kind: u32be(4, "h_blocktype", { meaning: "5." }),
    sequence: u32be(8, "h_sequence", { meaning: "Number of the transaction." }),
    used: u32be(12, "r_count", { meaning: "Bytes of the block that are used." }),
  },
});

/** A commit block. */
export const journalCommit = defineStruct({
  name: "jbd2 commit block",
  spec: "ext4 journal",
  size: 60,
  fields: {
    magic: u32be(0, "h_magic", { meaning: "Marks the block." }),
    kind: u32be(4, "h_blocktype", { meaning: "2." }),
    sequence: u32be(8, "h_sequence", { meaning: "Number of the transaction." }),
    checksumType: u8(12, "h_chksum_type", { meaning: "1: CRC-32 of the transaction." }),
    checksumSize: u8(13, "h_chksum_size", { meaning: "4." }),
    checksum: u32be(16, "h_chksum[0]", { meaning: "Checksum of the transaction (v1), or of this block." }),
    secondsHigh: u32be(48, "h_commit_sec, high half", { meaning: "Seconds since 1970, high half." }),
    secondsLow: u32be(52, "h_commit_sec, low half", { meaning: "Seconds since 1970, low half." }),
  },
});

/** The first record of fast commits; its numbers begin with their lowest byte, unlike those of the log. */
export const fastCommitHead = defineStruct({
  name: "jbd2 fast commit head",
  spec: "ext4 journal",
  size: 12,
  fields: {
    tag: u16(0, "fc_tag", { meaning: "9: the head." }),
    length: u16(2, "fc_len", { meaning: "Bytes of the record." }),
    features: u32(4, "fc_features", { meaning: "Features." }),
    transaction: u32(8, "fc_tid", { meaning: "Number of the transaction that they follow." }),
  },
});
