import { countText } from "../../../../workers/shared/text.ts";

/** All text of the help with error messages; the messages themselves are in `src/actions/help`. */
export const WORDS = {
  title: "Help",
  close: "Close",
  what: "What Hyper-V, Windows or WSL says about a virtual disk, and what to do. Enter the code, words of the message, or what you see.",
  message: "Error message",
  example: "0x80070570, -2147023504, or: initialize disk",
  none: "Not in this list. Drop the file on this page: the verdict says what is wrong with the file itself.",
  count: (messages: number) => countText(messages, "entry", "entries"),
  messages: "Error messages",
} as const;
