/** All text about comparing two files. */
export const WORDS = {
  comparing: "Comparing two files",
  notCompared: "The files were not compared.",
} as const;
