import type { Finding } from "../../api/index.ts";

/** Findings about what is inside that are warnings. */
type ContentsCode = `inside-${"table-over" | "table-damaged" | "start-lost" | "marked-errors" | "too-long"}`;

const RAW_FIRST = "export the raw disk and repair that copy, as the finding below says";

/** For each, whether the files are there as far as that is known, and what to do now. The container is not a part of it. */
const SENTENCES: Readonly<Record<ContentsCode, readonly [head: string, advice: string]>> = {
  "inside-table-over": [
    "Most files are probably still there, but a partition table was written over their file system.",
    `The files were not checked. Don't initialise, format or write to the disk: ${RAW_FIRST}.`,
  ],
  "inside-table-damaged": [
    "The disk's partition table, or its copy, is damaged or missing.",
    `The file systems behind it were not checked. Don't initialise the disk: ${RAW_FIRST}.`,
  ],
  "inside-start-lost": [
    "Most files are probably still there, but the start of their file system is damaged.",
    `The files were not checked. Don't format the disk: ${RAW_FIRST}.`,
  ],
  "inside-marked-errors": [
    "A file system on the disk is marked as having errors.",
    "Some files may be damaged. Run its file system check on a copy.",
  ],
  "inside-too-long": [
    "A file system says that it is longer than the disk that it is on.",
    "What lies past the end can't be read. Compare the disk's size with what it was.",
  ],
};

const isContents = (code: string): code is ContentsCode => code in SENTENCES;

/** What is wrong inside a disk whose container opens, and what to do; null where nothing is. The verdict begins with it. */
export function contentsTrouble(findings: readonly Finding[]): string | null {
  for (const { code, severity } of findings)
    if (severity === "warning" && isContents(code)) return SENTENCES[code].join(" ");
  return null;
}
