import { pendingCount } from "../../../state/edits.ts";
import { useStore } from "../../../state/store.ts";
import { Button } from "../../parts/Button.tsx";
import { Dialog } from "../../parts/Dialog.tsx";
import { fileNow } from "./file-now.ts";
import { WORDS } from "./words.ts";

/** Asks before pending changes are lost or discarded. */
export function LosingChanges() {
  const losing = useStore((state) => state.losing);
  const name = useStore((state) => state.summary?.name ?? WORDS.losing.theFile);
  const count = useStore(pendingCount);
  const error = useStore((state) => state.error?.code ?? null);
  if (losing === null) return null;
  const { what, keeps, answer } = losing;
  return (
    <Dialog
      role="alertdialog"
      title={`${what}?`}
      open
      onClose={() => answer("stay")}
      actions={
        <>
          <Button autoFocus={!keeps} onPress={() => answer("stay")}>
            {WORDS.losing.cancel}
          </Button>
          <Button variant={keeps ? "default" : "danger"} onPress={() => answer("discard")}>
            {WORDS.losing.discard}
          </Button>
          {keeps && (
            <Button variant="primary" autoFocus onPress={() => answer("keep")}>
              {WORDS.losing.keep}
            </Button>
          )}
        </>
      }
    >
      <p>{WORDS.losing.pending(name, count, fileNow(error))}</p>
      {keeps && <p>{WORDS.losing.canKeep}</p>}
    </Dialog>
  );
}
