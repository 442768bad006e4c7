/** All text of the command palette and of the list of shortcuts. */
export const WORDS = {
  palette: {
    commands: "Commands",
    goTo: "Go to",
    command: "Command",
    placeholder: "Find a command, or go to 0x300000, lba 63, block 17…",
    goToPlace: "Go to 0x300000, 12M, lba 63, block 17 or bat 17",
    enter: "Enter 0x300000, 12M, lba 63, block 17 or bat 17.",
    none: "No matching commands.",
    groups: {
      /** Groups of what the palette offers beside actions. */
      go: "Go",
      help: "Help",
    },
  },
  shortcuts: "Keyboard shortcuts",
} as const;
