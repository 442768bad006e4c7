import * as Comlink from "comlink";
import type { ErrorFields } from "../../workers/api/index.ts";
import { errorFrom } from "../../workers/shared/error.ts";

/**
 * Comlink's own "throw" handler carries name, message and stack alone. The engine's side sends `ErrorFields`
 * (workers/engine/session/throw-handler.ts); this half makes a `VhdxError` of them again.
 */
export function installThrowHandler(): void {
  const builtIn = Comlink.transferHandlers.get("throw");
  if (builtIn === undefined) throw new Error("Comlink has no throw handler");
  Comlink.transferHandlers.set("throw", {
    ...builtIn,
    deserialize: (fields: ErrorFields): never => {
      throw errorFrom(fields);
    },
  });
}
