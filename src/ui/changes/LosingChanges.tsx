import { pendingCount } from "../../state/edits.ts";
import { useStore } from "../../state/store.ts";
import { ConfirmDialog } from "../parts/Dialog.tsx";
import { formatPlural } from "../parts/format.ts";

/** Asks before pending changes are given up. */
export function LosingChanges() {
  const losing = useStore((state) => state.losing);
  const name = useStore((state) => state.summary?.name ?? "the file");
  const count = useStore(pendingCount);
  return (
    <ConfirmDialog
      title={`${losing?.what ?? ""}?`}
      open={losing !== null}
      confirm="Discard changes"
      onClose={() => losing?.answer(false)}
      onConfirm={() => losing?.answer(true)}
    >
      <p>{`${formatPlural(count, "change")} of ${name} ${count === 1 ? "is" : "are"} not saved and will be lost. The file itself is as it was.`}</p>
    </ConfirmDialog>
  );
}
