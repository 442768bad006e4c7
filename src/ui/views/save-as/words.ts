/** All text beside the choice of where to save. */
export const WORDS = {
  pick: "Choose a place",
  download: "Download",
  empties: "Choose a new name. The browser empties an existing file as soon as you pick it.",
  noPicker: "This browser has no file picker: results go to Downloads.",
} as const;
