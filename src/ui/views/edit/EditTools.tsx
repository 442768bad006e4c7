import { ClipboardPaste, Eraser, PaintBucket, Pencil } from "lucide-react";
import { useId } from "react";
import { Button, IconButton } from "../../parts/Button.tsx";
import styles from "./Edit.module.css";
import type { ByteEdits } from "./use-byte-edits.ts";
import { WORDS } from "./words.ts";

export interface EditToolsProps {
  readonly edits: ByteEdits;
  /** Shows `Edit` alone until bytes are typed over: for a toolbar without much room. */
  readonly compact?: boolean;
}

const DIALOGS = [
  { kind: "paste", label: WORDS.tools.paste, Icon: ClipboardPaste },
  { kind: "fill", label: WORDS.tools.fill, Icon: PaintBucket },
  { kind: "zero", label: WORDS.tools.zero, Icon: Eraser },
] as const;

/** The buttons that change bytes, for a toolbar above them; where nothing can be changed they say why. */
export function EditTools({ edits, compact = false }: EditToolsProps) {
  const why = useId();
  const { problem } = edits;
  const disabled = edits.size === 0 || problem !== null;
  const described = problem === null ? {} : { "aria-describedby": why };
  return (
    // A disabled button has no tooltip of its own.
    <span className={styles.tools} title={problem ?? undefined}>
      {problem !== null && (
        <span id={why} className="visually-hidden">
          {problem}
        </span>
      )}
      <Button
        {...described}
        size="s"
        variant="quiet"
        icon={<Pencil />}
        aria-pressed={edits.active}
        className={edits.active ? styles.on : undefined}
        isDisabled={disabled}
        onPress={edits.toggle}
      >
        {WORDS.tools.edit}
      </Button>
      {(edits.active || !compact) &&
        DIALOGS.map(({ kind, label, Icon }) => (
          <IconButton
            {...described}
            key={kind}
            label={label}
            size="s"
            icon={<Icon />}
            isDisabled={disabled}
            onPress={() => edits.open(kind)}
          />
        ))}
    </span>
  );
}
