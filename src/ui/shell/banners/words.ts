import { countText } from "../../../../workers/shared/text.ts";

/** All text of the banners and messages. */
export const WORDS = {
  retry: "Retry",
  openFile: "Open file",
  goOn: "Go on",

  /** What to do about trouble with the file. */
  advice: {
    "file-changed": "The page shows what was read before. Retry reads the file again and keeps your place.",
    "file-vanished": "Put the file back, or open it from its new place.",
    "file-in-use": "Shut the VM down (WSL: `wsl --shutdown`) or copy the file, then retry.",
    "permission-denied": "Retry asks for permission again. Or open the file again.",
  },

  kept: {
    restore: "Restore",
    forget: "Forget",
    count: (changes: number) =>
      `${countText(changes, "pending change was", "pending changes were")} kept from an earlier visit of this file.`,
  },

  messages: {
    name: "Messages",
    close: "Close the message",
  },
  workingDisk:
    "A working disk: every change is written at once, through the disk's own log, and can't be undone.",
} as const;
