import { EyeOff, HardDriveDownload, WifiOff } from "lucide-react";

/** What the page promises before a file is open, and in About. */
export const PROMISES = [
  {
    Icon: WifiOff,
    title: "Nothing leaves this computer.",
    text: "The page makes no network request after it has loaded; its security policy forbids them.",
  },
  {
    Icon: EyeOff,
    title: "Opening never writes.",
    text: "No replay, no time stamp, no repair: not one byte of your file changes.",
  },
  {
    Icon: HardDriveDownload,
    title: "Results are new files.",
    text: "Replay and changes happen in memory. You take away a report, a raw disk, a copy or a patch; the original is replaced only if you ask for it and confirm.",
  },
] as const;
