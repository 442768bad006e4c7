import { sizeText } from "../../../workers/shared/text.ts";

/** All text of the exports. */
export const WORDS = {
  /** What an export made, and where it is. @param size bytes */
  savedAs: (title: string, fileName: string, size: number, downloaded: boolean) =>
    `${title}: saved ${downloaded ? "to Downloads " : ""}as ${fileName}, ${sizeText(size)}.`,
} as const;
