/** All text of the hooks. */
export const WORDS = {
  readingFile: "Reading the file",
} as const;
