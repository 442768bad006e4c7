/** All text of replacing the original. */
export const WORDS = {
  title: "Replace original",

  /** After the file's name. */
  means: (size: string) => `, ${size}, is written over with your changes. This can't be undone here.`,
  space: (size: string) =>
    `The browser first copies the whole file beside the original: meanwhile that drive needs ${size} of free space.`,
  atomic: "The swap at the end is atomic: whatever happens, the file is either as it was or as you want it.",
  cancel:
    "Until the swap begins, Cancel leaves the file as it was. The swap itself can't be cancelled; it takes several seconds per GiB.",
  readBack: "What was written is read back and compared.",
  patch: "For a file of this size a patch is the faster way: Export patch takes seconds, and can be undone.",
  typeName: "Type the file's name to confirm",
  notReplaced: "Not replaced.",
  stillPending: "Your changes are still pending.",
  what: "The file that you opened, with your changes in it. Platter asks first, then swaps the whole file at once.",
  noOriginal: "A working disk is edited in place: there is no original to replace.",
  noWay: "The browser gave this page no way to write to the file. Save an edited copy, or export a patch.",
} as const;
