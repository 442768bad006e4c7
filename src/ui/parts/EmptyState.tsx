import type { ReactNode } from "react";
import styles from "./EmptyState.module.css";

export interface EmptyStateProps {
  /** What is not here, in a sentence. */
  readonly title: string;
  /** Why, and what to do next. */
  readonly children?: ReactNode;
  readonly icon?: ReactNode;
  /** Buttons. */
  readonly actions?: ReactNode;
}

/** Stands where a view has nothing to show, and says what to do about it. */
export function EmptyState({ title, children, icon, actions }: EmptyStateProps) {
  return (
    <div className={styles.empty}>
      {icon !== undefined && (
        <span className={styles.icon} aria-hidden="true">
          {icon}
        </span>
      )}
      <p className={styles.title}>{title}</p>
      {children !== undefined && <div className={styles.text}>{children}</div>}
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}
