import { useStore } from "../../../state/store.ts";
import { AskDialog } from "../../parts/AskDialog.tsx";

/** Asks whether an export goes on where a part of a file can't be read. The export waits for the answer. */
export function AskUnread() {
  const question = useStore((state) => state.unread[0] ?? null);
  if (question === null) return null;
  const { title, sentence, answer } = question;
  return (
    <AskDialog
      role="alertdialog"
      title={`${title}: a part can't be read`}
      open
      onClose={() => answer(false)}
      cancel="Stop"
      confirm="Continue with zeros"
      focus="cancel"
      onConfirm={() => answer(true)}
    >
      <p>{sentence} The disk that the file is on may be failing.</p>
      <p>
        The export can go on: this part is read again piece by piece, and what still can't be read is zeros in
        the result. Later reads that fail are handled in the same way. The zeroed parts are listed when the
        export is done, and in reports that are exported after it.
      </p>
    </AskDialog>
  );
}
