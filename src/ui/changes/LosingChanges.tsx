import { pendingCount } from "../../state/edits.ts";
import { useStore } from "../../state/store.ts";
import { Button } from "../parts/Button.tsx";
import { Dialog } from "../parts/Dialog.tsx";
import { formatPlural } from "../parts/format.ts";

/** Asks before pending changes are left behind or given up. */
export function LosingChanges() {
  const losing = useStore((state) => state.losing);
  const name = useStore((state) => state.summary?.name ?? "the file");
  const count = useStore(pendingCount);
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
          <Button onPress={() => answer("stay")}>Cancel</Button>
          <Button
            variant={keeps ? "default" : "primary"}
            autoFocus={!keeps}
            onPress={() => answer("discard")}
          >
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
      <p>{`${formatPlural(count, "change")} of ${name} ${count === 1 ? "is" : "are"} not saved. The file itself is as it was.`}</p>
      {keeps && (
        <p>This browser can keep what is pending, and offers it again when the same file is opened.</p>
      )}
    </Dialog>
  );
}
