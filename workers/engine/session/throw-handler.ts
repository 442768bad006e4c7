import * as Comlink from "comlink";
import type { ErrorFields } from "../../api/index.ts";
import { VhdxError } from "../../bytes/error.ts";

/** Any thrown value as plain fields. What is no `VhdxError` is a bug, and says so by its code. */
export function errorFields(thrown: unknown): ErrorFields {
  if (thrown instanceof VhdxError) {
    const { code, message, offset, structure } = thrown;
    return { name: "VhdxError", code, message, offset, structure };
  }
  const message = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  return { name: "VhdxError", code: "internal", message, offset: null, structure: null };
}

/**
 * Comlink's own "throw" handler carries name, message and stack alone. This half sends all fields of a `VhdxError`;
 * src/client/errors.ts makes an error of them again.
 */
export function installThrowHandler(): void {
  const builtIn = Comlink.transferHandlers.get("throw");
  if (builtIn === undefined) throw new Error("Comlink has no throw handler");
  Comlink.transferHandlers.set("throw", {
    ...builtIn,
    serialize: (thrown) => [errorFields((thrown as { readonly value: unknown }).value), []],
  });
}
