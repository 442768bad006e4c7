import type { ErrorCode, ErrorFields } from "../api/index.ts";

/**
 * An I/O failure or a misuse. A malformed image is never one of these: it becomes findings.
 * All fields cross the worker boundary.
 */
export class VhdxError extends Error implements ErrorFields {
  override readonly name = "VhdxError";
  readonly code: ErrorCode;
  readonly offset: number | null;
  readonly structure: string | null;

  /**
   * An error with a sentence for the user.
   *
   * @param place what the error is about: a byte offset, and what was being read or written
   */
  constructor(code: ErrorCode, message: string, place: { offset?: number; structure?: string } = {}) {
    super(message);
    this.code = code;
    this.offset = place.offset ?? null;
    this.structure = place.structure ?? null;
  }
}
