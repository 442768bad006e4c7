/** What would open content that is only named, by the start of its name. */
const OPENERS: readonly (readonly [name: string, opener: string])[] = [
  [
    "BitLocker",
    "Windows opens it with its password or recovery key; on Linux `dislocker` or `cryptsetup bitlkOpen` does.",
  ],
  ["LUKS", "Linux opens it with its key: `cryptsetup open`."],
  ["ReFS", "Windows Server, and Windows 10 and 11 Pro for Workstations or Enterprise, read it."],
  ["Storage Spaces", "Windows puts the pool together where all of its disks are attached."],
  ["Windows dynamic disk", "Windows reads it on its own disks; on Linux `ldmtool` does."],
  ["Linux RAID", "Linux puts it together with its other members: `mdadm --assemble`."],
  ["Linux swap", "It holds memory that was paged out, and no files."],
  ["APFS", "macOS reads it; on Linux `apfs-fuse` does."],
  ["btrfs", "Linux mounts it; `btrfs restore` copies files of a damaged one."],
];

/** What would open content, as a sentence; null where nothing is known of it. */
export function openerOf(content: string): string | null {
  return OPENERS.find(([name]) => content.startsWith(name))?.[1] ?? null;
}
