import type { FindingCode } from "../../workers/vhdx/findings/index.ts";

/**
 * Codes that no file, no chain of files and no choice of a parent can cause, with the reason. Empty as long as each rule's
 * smallest image in `workers/testing/malformed/catalogue` is made of files only.
 */
export const UNREACHABLE: Readonly<Partial<Record<FindingCode, string>>> = {};
