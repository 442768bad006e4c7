import type { FindingCode } from "../../workers/vhdx/findings/index.ts";

/**
 * Codes that no file, no chain of files and no choice of a parent leads to, with the reason. Empty as long as each rule's smallest
 * image in `malformed/catalogue` is made of files alone.
 */
export const UNREACHABLE: Readonly<Partial<Record<FindingCode, string>>> = {};
