/** All text of the copy button. */
export const WORDS = {
  copyOf: (name: string) => `Copy ${name}`,
  copied: (name: string) => `Copied: ${name}`,
  notAllowed: "The browser does not let pages copy.",
} as const;
