import { useState } from "react";
import { deleteWorkingDisk } from "../../../actions/files/working-disks.ts";
import { toVhdxError } from "../../../../workers/shared/error.ts";
import { AskDialog } from "../../parts/AskDialog.tsx";
import { ErrorNote } from "../../parts/ErrorNote.tsx";
import { WORDS } from "./words.ts";

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
      title={WORDS.deleting.title(name)}
      open
      onClose={onClose}
      confirm={WORDS.deleting.confirm}
      danger
      focus="cancel"
      onConfirm={run}
    >
      <p>{WORDS.deleting.means}</p>
      {error !== null && <ErrorNote title={WORDS.deleting.failed} error={error} />}
    </AskDialog>
  );
}
