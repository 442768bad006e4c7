import { EyeOff, HardDriveDownload, WifiOff } from "lucide-react";
import { WORDS } from "./words.ts";

/** What the page promises before a file is open, and in About. */
export const PROMISES = [
  {
    Icon: WifiOff,
    title: WORDS.promises.local.title,
    text: WORDS.promises.local.text,
  },
  {
    Icon: EyeOff,
    title: WORDS.promises.opening.title,
    text: WORDS.promises.opening.text,
  },
  {
    Icon: HardDriveDownload,
    title: WORDS.promises.results.title,
    text: WORDS.promises.results.text,
  },
] as const;
