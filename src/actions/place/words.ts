/** All text about going somewhere. Offsets come as text. */
export const WORDS = {
  back: "Back to the position before",
  forward: "Forward to the next position",
  cantGo: "Can't go there",
  nothingWrong: "Nothing was found wrong.",
  finding: (nth: number, of: number, message: string) => `Finding ${nth} of ${of}: ${message}`,

  fileEnds: (at: string) => `The file ends at ${at}.`,
  diskEnds: (at: string) => `The virtual disk ends at ${at}.`,
  diskSizeUnknown: "The size of the virtual disk is unknown.",
  sectorUnknown: "The sector size is unknown.",
  blocks: (blocks: number) => `The disk has ${blocks} blocks.`,
  batEntries: (entries: number) => `The BAT has ${entries} entries.`,
  toFile: (offset: string) => `Go to file offset ${offset}`,
  toDisk: (offset: string) => `Go to disk offset ${offset}`,
  toSector: (sector: number, offset: string) => `Go to sector ${sector} of the disk (${offset})`,
  toBlock: (block: number) => `Go to block ${block}`,
  toBatEntry: (entry: number) => `Go to BAT entry ${entry}`,
} as const;
