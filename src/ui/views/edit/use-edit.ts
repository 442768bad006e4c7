import { useState } from "react";
import { type EditSpace, makeByteEdit } from "../../../actions/edit/edit-bytes.ts";
import type { EditAction } from "../../../../workers/api/index.ts";
import { toVhdxError } from "../../../../workers/shared/error.ts";

/**
 * Makes an edit from a form, which says in place why it was refused. While it is `busy` its buttons stay as they are: one that
 * is disabled loses the focus, and Escape with it.
 */
export function useEdit(space: EditSpace) {
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  /** @returns whether it was made. */
  const make = async (action: EditAction): Promise<boolean> => {
    setBusy(true);
    setRefused(null);
    try {
      await makeByteEdit(space, action);
      return true;
    } catch (thrown) {
      setRefused(toVhdxError(thrown).message);
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { make, busy, refused, clear: () => setRefused(null) };
}
