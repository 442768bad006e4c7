import { unlinkParent } from "../../../actions/files/chain-links.ts";
import { reportTrouble } from "../../../actions/engine/trouble.ts";
import { shownNode } from "../../../state/chain.ts";
import { useStore } from "../../../state/store.ts";
import { visibleText } from "../../../../workers/shared/visible-text.ts";
import { ConfirmDialog } from "../../parts/AskDialog.tsx";
import { WORDS } from "./words.ts";

/** Asks before the shown disk is unlinked from its parent. */
export function UnlinkDialog() {
  const node = useStore(shownNode);
  const setDialog = useStore((state) => state.setChainDialog);
  if (node === null) return null;
  const close = () => setDialog(null);
  const unlink = async () => {
    close();
    await unlinkParent(node.id).catch((thrown: unknown) => reportTrouble(WORDS.unlink.failed, thrown));
  };
  return (
    <ConfirmDialog
      title={WORDS.unlink.title}
      open
      confirm={WORDS.unlink.title}
      onConfirm={() => void unlink()}
      onClose={close}
    >
      <p>
        {WORDS.unlink.what} <strong>{visibleText(node.name)}</strong> {WORDS.unlink.means}
      </p>
    </ConfirmDialog>
  );
}
