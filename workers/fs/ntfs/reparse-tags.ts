/** Tags of reparse points that are read, or are named in words of their own (MS-FSCC 2.1.2.1). */
export const TAG = {
  mountPoint: 0xa000_0003,
  symbolicLink: 0xa000_000c,
  lxSymlink: 0xa000_001d,
  wof: 0x8000_0017,
  dedup: 0x8000_0013,
  appExecLink: 0x8000_001b,
  unixSocket: 0x8000_0023,
  lxFifo: 0x8000_0024,
  lxCharacter: 0x8000_0025,
  lxBlock: 0x8000_0026,
  cloud: 0x9000_001a,
} as const;

/** The bits in which the tags of cloud files differ from one provider to the other. */
const CLOUD_PROVIDER = 0xf000;

/** Whether a tag is that of cloud files, such as those of OneDrive. */
export const isCloud = (tag: number): boolean => (tag & ~CLOUD_PROVIDER) >>> 0 === TAG.cloud;

/** Whether a tag makes a link: its target stands in for it. */
export const isLink = (tag: number): boolean =>
  tag === TAG.mountPoint || tag === TAG.symbolicLink || tag === TAG.lxSymlink;

const OTHERS: ReadonlyMap<number, string> = new Map([
  [TAG.dedup, "deduplicated"],
  [TAG.appExecLink, "app execution alias"],
  [TAG.wof, "compressed by WOF"],
  [TAG.unixSocket, "socket"],
  [TAG.lxFifo, "fifo of WSL"],
  [TAG.lxCharacter, "device of WSL"],
  [TAG.lxBlock, "device of WSL"],
  [TAG.lxSymlink, "symbolic link of WSL"],
  [TAG.symbolicLink, "symbolic link"],
  [TAG.mountPoint, "junction"],
  [0xc000_0004, "moved to tape or another store (HSM)"],
  [0x8000_0006, "moved to tape or another store (HSM)"],
  [0x8000_0007, "single instance storage"],
  [0x8000_000a, "DFS"],
  [0x8000_0012, "DFSR"],
  [0x8000_0014, "NFS"],
  [0x8000_0015, "cloud file of OneDrive in Windows 8.1"],
  [0x8000_0018, "file of a Windows container"],
  [0x9000_1018, "file of a Windows container"],
  [0xa000_0027, "link of a Windows container"],
  [0x9000_001c, "projected file"],
  [0x8000_001e, "file of Azure File Sync"],
]);

/** A tag in words, as a mark of a file. */
export function tagWords(tag: number): string {
  if (isCloud(tag)) return "cloud file";
  return OTHERS.get(tag) ?? `reparse point 0x${tag.toString(16).padStart(8, "0")}`;
}
