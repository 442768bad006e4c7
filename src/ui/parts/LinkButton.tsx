import { CornerDownRight } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "./cx.ts";
import styles from "./LinkButton.module.css";

export interface LinkButtonProps {
  /** Where it leads, for screen readers and the tooltip, where the text does not say so. */
  readonly label?: string | undefined;
  /** More than the text says, for the tooltip. */
  readonly title?: string | undefined;
  /** Whether a sign shows that it leads elsewhere. */
  readonly arrow?: boolean;
  readonly className?: string | undefined;
  readonly onPress: () => void;
  readonly children: ReactNode;
}

/** A value that leads to its place, as a link does. */
export function LinkButton({
  label,
  title = label,
  arrow = false,
  className,
  onPress,
  children,
}: LinkButtonProps) {
  return (
    <button
      type="button"
      className={cx(styles.link, className)}
      aria-label={label}
      title={title}
      onClick={onPress}
    >
      {children}
      {arrow && <CornerDownRight aria-hidden="true" />}
    </button>
  );
}
