import * as Comlink from "comlink";
import { errorFields } from "../../shared/error.ts";

/**
 * Comlink's own "throw" handler carries name, message and stack alone. The engine's half of ours sends all fields of a `VhdxError`;
 * src/client/throw-handler.ts makes an error of them again.
 */
export function installThrowHandler(): void {
  const builtIn = Comlink.transferHandlers.get("throw");
  if (builtIn === undefined) throw new Error("Comlink has no throw handler");
  Comlink.transferHandlers.set("throw", {
    ...builtIn,
    serialize: (thrown) => [errorFields((thrown as { readonly value: unknown }).value), []],
  });
}
