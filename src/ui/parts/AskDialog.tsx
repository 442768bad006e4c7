import type { ReactNode } from "react";
import { Button } from "./Button.tsx";
import { Dialog, type DialogProps } from "./Dialog.tsx";
import styles from "./Dialog.module.css";
import { WORDS } from "./words.ts";

export interface AskActionsProps {
  /** Label of the button that confirms: a verb, not "OK". */
  readonly confirm: string;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  /** Label of the button that closes the dialog. */
  readonly cancel?: string;
  /** Whether the answers given so far are enough to confirm. */
  readonly ready?: boolean;
  /** Whether what is confirmed can't be undone. */
  readonly danger?: boolean;
  /** Which of the two has the focus at first; by default the first element of the dialog. */
  readonly focus?: "cancel" | "confirm";
  /** Further buttons, apart from the two. */
  readonly more?: ReactNode;
}

/** The foot of a dialog that asks: a button that closes it, and one that confirms. */
export function AskActions({
  confirm,
  onConfirm,
  onClose,
  cancel = WORDS.cancel,
  ready = true,
  danger = false,
  focus,
  more,
}: AskActionsProps) {
  return (
    <>
      {more !== undefined && <span className={styles.more}>{more}</span>}
      <Button autoFocus={focus === "cancel"} onPress={onClose}>
        {cancel}
      </Button>
      <Button
        variant={danger ? "danger" : "primary"}
        autoFocus={focus === "confirm"}
        isDisabled={!ready}
        onPress={onConfirm}
      >
        {confirm}
      </Button>
    </>
  );
}

export type AskDialogProps = Omit<DialogProps, "actions"> & AskActionsProps;

/** A dialog that asks for something, and is cancelled or confirmed. */
export function AskDialog(props: AskDialogProps) {
  return <Dialog {...props} actions={<AskActions {...props} />} />;
}

/** Asks the user to confirm an action. */
export function ConfirmDialog(props: Omit<AskDialogProps, "role" | "focus">) {
  return <AskDialog role="alertdialog" focus="confirm" {...props} />;
}
