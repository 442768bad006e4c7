/** All text of the data inspector. */
export const WORDS = {
  inspector: "Data inspector",
  heading: "At the cursor",
  byteOrder: "Byte order",
  little: "Little",
  big: "Big",
  select: (size: string) => `Select ${size}`,
  selected: "Selected",
  checksum: "CRC-32C",
  checksumOfAtMost: (size: string) => `of at most ${size}`,
  unixTime: "Unix time",
} as const;
