import { ClipboardPaste, Eraser, PaintBucket, Pencil } from "lucide-react";
import { Button, IconButton } from "../parts/Button.tsx";
import styles from "./Edit.module.css";
import type { ByteEdits } from "./use-byte-edits.ts";

export interface EditToolsProps {
  readonly edits: ByteEdits;
  /** Shows `Edit` alone until bytes are typed over: for a toolbar without much room. */
  readonly compact?: boolean;
}

/** The buttons that change bytes, for a toolbar above them. */
export function EditTools({ edits, compact = false }: EditToolsProps) {
  return (
    <span className={styles.tools}>
      <Button
        size="s"
        variant="quiet"
        icon={<Pencil />}
        aria-pressed={edits.active}
        className={edits.active ? styles.on : undefined}
        isDisabled={edits.size === 0}
        onPress={edits.toggle}
      >
        Edit
      </Button>
      {(edits.active || !compact) && (
        <>
          <IconButton
            label="Paste"
            size="s"
            icon={<ClipboardPaste />}
            isDisabled={edits.size === 0}
            onPress={() => edits.open("paste")}
          />
          <IconButton
            label="Fill range"
            size="s"
            icon={<PaintBucket />}
            isDisabled={edits.size === 0}
            onPress={() => edits.open("fill")}
          />
          <IconButton
            label="Zero range"
            size="s"
            icon={<Eraser />}
            isDisabled={edits.size === 0}
            onPress={() => edits.open("zero")}
          />
        </>
      )}
    </span>
  );
}
