import { useStore } from "../../../state/store.ts";
import { AskDialog } from "../../parts/AskDialog.tsx";
import { WORDS } from "./words.ts";

/** Asks whether an export goes on where a part of a file can't be read. The export waits for the answer. */
export function AskUnread() {
  const question = useStore((state) => state.unread[0] ?? null);
  if (question === null) return null;
  const { title, sentence, answer } = question;
  return (
    <AskDialog
      role="alertdialog"
      title={WORDS.unread.title(title)}
      open
      onClose={() => answer(false)}
      cancel={WORDS.unread.stop}
      confirm={WORDS.unread.zeros}
      focus="cancel"
      onConfirm={() => answer(true)}
    >
      <p>{sentence}</p>
      <p>{WORDS.unread.means}</p>
    </AskDialog>
  );
}
