import { X } from "lucide-react";
import type { ReactNode } from "react";
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { IconButton } from "./Button.tsx";
import { cx } from "./cx.ts";
import styles from "./Dialog.module.css";
import { WORDS } from "./words.ts";

export interface DialogProps {
  readonly title: string;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** Buttons at the foot. */
  readonly actions?: ReactNode;
  readonly wide?: boolean;
  readonly role?: "dialog" | "alertdialog";
  /** Whether a press outside closes it. By default true for `dialog` and false for `alertdialog`, which wants an answer. */
  readonly dismissable?: boolean;
}

/**
 * A modal dialog. Escape closes it, and so does a press outside where it is dismissable. Its children stand one below the other,
 * at the same distance in all dialogs.
 */
export function Dialog({
  title,
  open,
  onClose,
  children,
  actions,
  wide = false,
  role = "dialog",
  dismissable = role === "dialog",
}: DialogProps) {
  return (
    <ModalOverlay
      isOpen={open}
      onOpenChange={(next) => !next && onClose()}
      isDismissable={dismissable}
      className={styles.overlay ?? ""}
    >
      <Modal className={cx(styles.modal, wide && styles.wide)}>
        <AriaDialog role={role} className={styles.dialog ?? ""}>
          <header className={styles.head}>
            <Heading slot="title" level={2} className={styles.title ?? ""}>
              {title}
            </Heading>
            <IconButton label={WORDS.close} size="s" icon={<X />} onPress={onClose} />
          </header>
          <div className={styles.body}>{children}</div>
          {actions !== undefined && <footer className={styles.actions}>{actions}</footer>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
