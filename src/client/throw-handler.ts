import * as Comlink from "comlink";
import type { ErrorFields } from "../../workers/api/index.ts";
import { errorFrom } from "../../workers/shared/error.ts";

/**
 * Comlink's own "throw" handler carries only name, message and stack. The engine's side sends `ErrorFields`
 * (workers/engine/session/throw-handler.ts); this half rebuilds a `VhdxError` from them.
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
