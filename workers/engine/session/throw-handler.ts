import * as Comlink from "comlink";
import { errorFields } from "../../shared/error.ts";

/**
 * Comlink's own "throw" handler sends only name, message and stack. This one sends all fields of a `VhdxError`;
 * src/client/throw-handler.ts turns these into an error again.
 */
export function installThrowHandler(): void {
  const builtIn = Comlink.transferHandlers.get("throw");
  if (builtIn === undefined) throw new Error("Comlink has no throw handler");
  Comlink.transferHandlers.set("throw", {
    ...builtIn,
    serialize: (thrown) => [errorFields((thrown as { readonly value: unknown }).value), []],
  });
}
