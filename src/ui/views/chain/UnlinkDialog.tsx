import { unlinkParent } from "../../../actions/files/chain-links.ts";
import { reportTrouble } from "../../../actions/engine/trouble.ts";
import { shownNode } from "../../../state/chain.ts";
import { useStore } from "../../../state/store.ts";
import { visibleText } from "../../../../workers/shared/visible-text.ts";
import { ConfirmDialog } from "../../parts/AskDialog.tsx";

/** Asks before the shown disk is unlinked from its parent. */
export function UnlinkDialog() {
  const node = useStore(shownNode);
  const setDialog = useStore((state) => state.setChainDialog);
  if (node === null) return null;
  const close = () => setDialog(null);
  const unlink = async () => {
    close();
    await unlinkParent(node.id).catch((thrown: unknown) => reportTrouble("Not unlinked", thrown));
  };
  return (
    <ConfirmDialog
      title="Unlink parent"
      open
      confirm="Unlink parent"
      onConfirm={() => void unlink()}
      onClose={close}
    >
      <p>
        What <strong>{visibleText(node.name)}</strong> does not hold itself can&apos;t be read then, until a
        parent is chosen again. Neither file is changed, and both stay open.
      </p>
    </ConfirmDialog>
  );
}
