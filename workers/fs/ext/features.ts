/** Bits of `s_feature_compat`. */
export const COMPATIBLE = { journal: 0x4, orphanFile: 0x1000, sparseSuper2: 0x200 } as const;

/** Bits of `s_feature_incompat`. */
export const INCOMPATIBLE = {
  compression: 0x1,
  fileType: 0x2,
  recover: 0x4,
  journalDevice: 0x8,
  metaGroups: 0x10,
  extents: 0x40,
  wide: 0x80,
  multiMount: 0x100,
  flexGroups: 0x200,
  attributeInodes: 0x400,
  dirData: 0x1000,
  checksumSeed: 0x2000,
  largeFolders: 0x4000,
  inlineData: 0x8000,
  encryption: 0x10000,
  caseFolding: 0x20000,
} as const;

/** Bits of `s_feature_ro_compat`. */
export const READ_ONLY = {
  sparseSuper: 0x1,
  groupChecksums: 0x10,
  bigalloc: 0x200,
  metadataChecksums: 0x400,
  orphansPresent: 0x10000,
} as const;

const KNOWN = Object.values(INCOMPATIBLE).reduce((all, bit) => all | bit, 0);

/** Bits of `s_feature_incompat` that this reader does not know: what it shows may be wrong. */
export const unknownFeatures = (incompatible: number): number => (incompatible & ~KNOWN) >>> 0;

/** Bits of `i_flags`. */
export const INODE_FLAG = {
  compressed: 0x4,
  immutable: 0x10,
  append: 0x20,
  noDump: 0x40,
  encrypted: 0x800,
  indexed: 0x1000,
  journalData: 0x4000,
  huge: 0x40000,
  extents: 0x80000,
  verity: 0x100000,
  attributeInode: 0x200000,
  inlineData: 0x10000000,
  caseFolded: 0x40000000,
} as const;
