import { useState } from "react";
import { deleteWorkingDisk } from "../../../actions/files/working-disks.ts";
import { toVhdxError } from "../../../../workers/shared/error.ts";
import { AskDialog } from "../../parts/AskDialog.tsx";
import { ErrorNote } from "../../parts/ErrorNote.tsx";

export interface DeleteWorkingDiskProps {
  readonly name: string;
  readonly onClose: () => void;
}

/** Asks before a working disk is deleted, and says why it can't be. */
export function DeleteWorkingDisk({ name, onClose }: DeleteWorkingDiskProps) {
  const [error, setError] = useState<{ readonly message: string } | null>(null);
  const run = () => {
    setError(null);
    deleteWorkingDisk(name).then(onClose, (thrown: unknown) => setError(toVhdxError(thrown)));
  };
  return (
    <AskDialog
      role="alertdialog"
      title={`Delete ${name}?`}
      open
      onClose={onClose}
      confirm="Delete"
      danger
      focus="cancel"
      onConfirm={run}
    >
      <p>The disk exists only in this browser. Whatever was not exported is gone for good.</p>
      {error !== null && <ErrorNote title="Not deleted." error={error} />}
    </AskDialog>
  );
}
