import * as Comlink from "comlink";
import type { ErrorCode, ErrorFields } from "../../workers/api/index.ts";

/** An engine error with its fields, as thrown on the worker's side. */
export class EngineError extends Error {
  override readonly name = "VhdxError";
  readonly code: ErrorCode;
  readonly offset: number | null;
  readonly structure: string | null;

  constructor(fields: ErrorFields) {
    super(fields.message);
    this.code = fields.code;
    this.offset = fields.offset;
    this.structure = fields.structure;
  }
}

/** The refusal of something that can't be done as things are, with a sentence for the user. */
export function notAvailable(message: string): EngineError {
  return new EngineError({
    name: "VhdxError",
    code: "not-available",
    message,
    offset: null,
    structure: null,
  });
}

/** Any thrown value as an `EngineError`; what is not one of the engine's is a bug and says so. */
export function toEngineError(thrown: unknown): EngineError {
  if (thrown instanceof EngineError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new EngineError({ name: "VhdxError", code: "internal", message, offset: null, structure: null });
}

/**
 * Comlink's own "throw" handler carries name, message and stack alone. The engine's side sends `ErrorFields`
 * (workers/engine/session/throw-handler.ts); this half turns them back into an `EngineError`.
 */
export function installThrowHandler(): void {
  const builtIn = Comlink.transferHandlers.get("throw");
  if (builtIn === undefined) throw new Error("Comlink has no throw handler");
  Comlink.transferHandlers.set("throw", {
    ...builtIn,
    deserialize: (fields: ErrorFields): never => {
      throw new EngineError(fields);
    },
  });
}
