import type { ReactNode } from "react";
import { Button } from "./Button.tsx";
import { Dialog, type DialogProps } from "./Dialog.tsx";
import styles from "./Dialog.module.css";

export interface AskActionsProps {
  /** Name of the button that goes on: a verb, not "OK". */
  readonly confirm: string;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  /** Name of the button that does not go on. */
  readonly cancel?: string;
  /** Whether it can go on with what was answered so far. */
  readonly ready?: boolean;
  /** Whether going on can't be taken back. */
  readonly danger?: boolean;
  /** Which of the two has the focus at first; where left out, what the dialog begins with. */
  readonly focus?: "cancel" | "confirm";
  /** Further buttons, apart from the two. */
  readonly more?: ReactNode;
}

/** The foot of a dialog that asks: a button that closes it, and one that goes on. */
export function AskActions({
  confirm,
  onConfirm,
  onClose,
  cancel = "Cancel",
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

/** A dialog that asks for something, and is closed or goes on with it. */
export function AskDialog(props: AskDialogProps) {
  return <Dialog {...props} actions={<AskActions {...props} />} />;
}

/** Asks before something that the user should know about first. */
export function ConfirmDialog(props: Omit<AskDialogProps, "role" | "focus">) {
  return <AskDialog role="alertdialog" focus="confirm" {...props} />;
}
