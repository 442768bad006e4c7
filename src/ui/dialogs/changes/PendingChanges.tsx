import { Pencil, Redo2, Undo2 } from "lucide-react";
import { runAction } from "../../../actions/commands/registry.ts";
import { pendingCount } from "../../../state/edits.ts";
import { useStore } from "../../../state/store.ts";
import { Button, IconButton } from "../../parts/Button.tsx";
import styles from "./PendingChanges.module.css";
import { WORDS } from "./words.ts";

/** The number of pending changes, with Undo and Redo; nothing where there are no changes. */
export function PendingChanges() {
  const done = useStore(pendingCount);
  const undone = useStore((state) => state.changes?.undone.length ?? 0);
  if (done + undone === 0) return null;
  return (
    <div role="group" aria-label={WORDS.pending.name} className={styles.group}>
      <Button
        size="s"
        variant="quiet"
        icon={<Pencil />}
        className={styles.count}
        isDisabled={done === 0}
        onPress={() => void runAction("edit.changes")}
      >
        {done === 0 ? WORDS.pending.none : WORDS.pending.count(done)}
      </Button>
      <IconButton
        label={WORDS.pending.undo}
        keys="Ctrl+Z"
        icon={<Undo2 />}
        isDisabled={done === 0}
        onPress={() => void runAction("edit.undo")}
      />
      <IconButton
        label={WORDS.pending.redo}
        keys="Ctrl+Y"
        icon={<Redo2 />}
        isDisabled={undone === 0}
        onPress={() => void runAction("edit.redo")}
      />
    </div>
  );
}
