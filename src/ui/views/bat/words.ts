/** All text of the BAT table. */
export const WORDS = {
  name: "BAT",
  columns: ["Index", "Kind", "Block", "State", "File offset", "Disk offset", "Raw", "Before"],
  kinds: { payload: "Payload", bitmap: "Bitmap", unused: "Unused" },

  /** For screen readers, before the former state. */
  changed: "Changed by replay; before:",
} as const;
