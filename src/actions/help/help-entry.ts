import { WORDS } from "./words.ts";

/** A trouble with a virtual disk that people look for: an error message of Windows, Hyper-V or WSL, or what they see. */
export interface HelpEntry {
  /** As Windows shows it: "0xC03A001A"; null where there is no code. */
  readonly code: string | null;
  /** Its name in winerror.h; null where there is no code. */
  readonly name: string | null;
  /** What is wrong, in a few words. Entries differ in it. */
  readonly title: string;
  /** Words of the message, and others that people look for. */
  readonly words: string;
  /** What it means for the disk. */
  readonly means: string;
  /** What to do, in order. Commands stand in [[ ]]. */
  readonly steps: readonly string[];
}

export const { DROP, CHAIN, SHUT, COPY_FIRST } = WORDS;
/** PowerShell and its name for a file. */
export const FILE = "FILE.vhdx";
