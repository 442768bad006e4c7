/** All text of the bookmarks. */
export const WORDS = {
  title: "Bookmarks",
  count: (bookmarks: number) => `${bookmarks} (included in report)`,
  add: "Bookmark the selection",
  spaces: { file: "file", disk: "disk" },
  note: "Note",
  noteFor: (space: string, offset: string) => `Note for ${space} ${offset}`,
  remove: "Remove bookmark",
} as const;
