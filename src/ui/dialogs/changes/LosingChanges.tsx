import { pendingCount } from "../../../state/edits.ts";
import { useStore } from "../../../state/store.ts";
import { Button } from "../../parts/Button.tsx";
import { Dialog } from "../../parts/Dialog.tsx";
import { countText } from "../../../../workers/shared/text.ts";
import { fileNow } from "./file-now.ts";

/** Asks before pending changes are lost or discarded. */
export function LosingChanges() {
  const losing = useStore((state) => state.losing);
  const name = useStore((state) => state.summary?.name ?? "the file");
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
            Cancel
          </Button>
          <Button variant={keeps ? "default" : "danger"} onPress={() => answer("discard")}>
            Discard changes
          </Button>
          {keeps && (
            <Button variant="primary" autoFocus onPress={() => answer("keep")}>
              Keep for later
            </Button>
          )}
        </>
      }
    >
      <p>{`${name} has ${countText(count, "pending change")}. ${fileNow(error)}`}</p>
      {keeps && (
        <p>This browser can keep what is pending, and offers it again when the same file is opened.</p>
      )}
    </Dialog>
  );
}
