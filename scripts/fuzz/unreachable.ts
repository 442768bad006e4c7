import type { FindingCode } from "../../workers/vhdx/findings/index.ts";

/**
 * Codes that no file, no chain of files and no choice of a parent can cause, with the reason. The smallest image of each other rule
 * in `workers/testing/malformed/catalogue` is made of files only.
 */
export const UNREACHABLE: Readonly<Partial<Record<FindingCode, string>>> = {
  "file-block-unreadable": "The finding is about a drive that fails to read, whatever the file holds.",
  "edit-lost-data": "The finding is about a pending change of the user's that loses data.",
};
