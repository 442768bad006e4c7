import { useState } from "react";
import { deleteWorkingDisk } from "../../actions/working-disks.ts";
import { toEngineError } from "../../client/errors.ts";
import { Button } from "../parts/Button.tsx";
import { Dialog } from "../parts/Dialog.tsx";
import { ErrorNote } from "../parts/ErrorNote.tsx";

export interface DeleteWorkingDiskProps {
  readonly name: string;
  readonly onClose: () => void;
}

/** Asks before a working disk is deleted, and says why it can't be. */
export function DeleteWorkingDisk({ name, onClose }: DeleteWorkingDiskProps) {
  const [error, setError] = useState<{ readonly message: string } | null>(null);
  const run = () => {
    setError(null);
    deleteWorkingDisk(name).then(onClose, (thrown: unknown) => setError(toEngineError(thrown)));
  };
  return (
    <Dialog
      role="alertdialog"
      title={`Delete ${name}?`}
      open
      onClose={onClose}
      actions={
        <>
          <Button autoFocus onPress={onClose}>
            Cancel
          </Button>
          <Button variant="danger" onPress={run}>
            Delete
          </Button>
        </>
      }
    >
      <p>The disk is in this browser alone. What was not exported is gone for good.</p>
      {error !== null && <ErrorNote title="Not deleted." error={error} />}
    </Dialog>
  );
}
