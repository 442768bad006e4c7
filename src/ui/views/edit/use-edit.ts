import { useState } from "react";
import { type EditSpace, makeByteEdit } from "../../../actions/edit/edit-bytes.ts";
import type { EditAction } from "../../../../workers/api/index.ts";
import { toVhdxError } from "../../../../workers/shared/error.ts";

/**
 * Makes an edit from a form, which shows why the edit was refused. The form's buttons stay enabled while it is `busy`: a disabled
 * button loses the focus, and with it the Escape key.
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
