import type { ErrorCode, ErrorFields } from "../api/index.ts";

/**
 * An input or output failure, or a misuse, on either side of the worker boundary. A malformed image is not an error: its faults
 * are findings.
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
  constructor(
    code: ErrorCode,
    message: string,
    place: { readonly offset?: number | null; readonly structure?: string | null } = {},
  ) {
    super(message);
    this.code = code;
    this.offset = place.offset ?? null;
    this.structure = place.structure ?? null;
  }
}

/** An error from the fields that crossed the worker boundary. */
export const errorFrom = (fields: ErrorFields): VhdxError =>
  new VhdxError(fields.code, fields.message, fields);

/** Any thrown value as a `VhdxError`. A value that is not one is a bug, and gets the code `internal`. */
export function toVhdxError(thrown: unknown): VhdxError {
  if (thrown instanceof VhdxError) return thrown;
  return new VhdxError("internal", thrown instanceof Error ? thrown.message : String(thrown));
}

/** The fields of any thrown value, as they cross the worker boundary. The message of a bug is its stack. */
export function errorFields(thrown: unknown): ErrorFields {
  const { name, code, message, offset, structure } = toVhdxError(thrown);
  const stack = thrown instanceof Error && code === "internal" ? thrown.stack : undefined;
  return { name, code, message: stack ?? message, offset, structure };
}
