import { ClipboardPaste, Eraser, PaintBucket, Pencil } from "lucide-react";
import { useId } from "react";
import { Button, IconButton } from "../../parts/Button.tsx";
import styles from "./Edit.module.css";
import type { ByteEdits } from "./use-byte-edits.ts";
import { WORDS } from "./words.ts";

export interface EditToolsProps {
  readonly edits: ByteEdits;
  /** Shows `Edit` alone: for a toolbar without much room. The strip below the bytes has the others then. */
  readonly compact?: boolean;
}

const DIALOGS = [
  { kind: "paste", label: WORDS.tools.paste, Icon: ClipboardPaste },
  { kind: "fill", label: WORDS.tools.fill, Icon: PaintBucket },
  { kind: "zero", label: WORDS.tools.zero, Icon: Eraser },
] as const;

/** The buttons of the dialogs that change bytes. @param why id of the element that says why nothing can be changed */
export function RangeTools({ edits, why }: { readonly edits: ByteEdits; readonly why?: string }) {
  const { problem } = edits;
  return DIALOGS.map(({ kind, label, Icon }) => (
    <IconButton
      key={kind}
      {...(problem !== null && why !== undefined && { "aria-describedby": why })}
      label={label}
      size="s"
      icon={<Icon />}
      isDisabled={edits.size === 0 || problem !== null}
      onPress={() => edits.open(kind)}
    />
  ));
}

/** The buttons that change bytes, for a toolbar above them; where nothing can be changed they say why. */
export function EditTools({ edits, compact = false }: EditToolsProps) {
  const why = useId();
  const { problem } = edits;
  return (
    // A disabled button has no tooltip of its own.
    <span className={styles.tools} title={problem ?? undefined}>
      {problem !== null && (
        <span id={why} className="visually-hidden">
          {problem}
        </span>
      )}
      <Button
        {...(problem !== null && { "aria-describedby": why })}
        size="s"
        variant="quiet"
        icon={<Pencil />}
        aria-pressed={edits.active}
        className={edits.active ? styles.on : undefined}
        isDisabled={edits.size === 0 || problem !== null}
        onPress={edits.toggle}
      >
        {WORDS.tools.edit}
      </Button>
      {!compact && <RangeTools edits={edits} why={why} />}
    </span>
  );
}
