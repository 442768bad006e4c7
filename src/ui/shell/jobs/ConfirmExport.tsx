import { EXPORT_TITLES, finishExport } from "../../../actions/export/export.ts";
import { reportTrouble } from "../../../actions/engine/trouble.ts";
import { useStore } from "../../../state/store.ts";
import { ConfirmDialog } from "../../parts/AskDialog.tsx";
import { WORDS } from "./words.ts";

/** Asks before an export that is not what one would expect: a partial replay, a view that should not be trusted. */
export function ConfirmExport() {
  const confirming = useStore((state) => state.confirming);
  const setConfirming = useStore((state) => state.setConfirming);
  const close = () => setConfirming(null);
  const title = confirming === null ? "" : EXPORT_TITLES[confirming.plan.kind];
  return (
    <ConfirmDialog
      title={`${title}?`}
      open={confirming !== null}
      confirm={WORDS.export}
      onClose={close}
      onConfirm={() => {
        if (confirming === null) return;
        finishExport(confirming.plan, confirming.layer, confirming.saveAs).catch((thrown: unknown) =>
          reportTrouble(title, thrown),
        );
      }}
    >
      <p>{confirming?.plan.confirm}</p>
      <p>{confirming?.plan.fileName}</p>
    </ConfirmDialog>
  );
}
