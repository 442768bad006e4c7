import type { ReactNode } from "react";
import {
  Button as AriaButton,
  Tooltip,
  TooltipTrigger,
  type ButtonProps as AriaProps,
} from "react-aria-components";
import { cx } from "./cx.ts";
import styles from "./Button.module.css";

export interface ButtonProps extends Omit<AriaProps, "children" | "className" | "style"> {
  readonly children: ReactNode;
  /** `primary`: the one thing to do here. `quiet`: no frame until hovered. `danger`: can't be taken back. */
  readonly variant?: "default" | "primary" | "quiet" | "danger";
  readonly size?: "m" | "s" | "l";
  readonly icon?: ReactNode;
  readonly className?: string | undefined;
}

/** A button with a text, and an icon before it where that helps. */
export function Button({ children, variant = "default", size = "m", icon, className, ...rest }: ButtonProps) {
  return (
    <AriaButton {...rest} className={cx(styles.button, styles[variant], styles[size], className)}>
      {icon !== undefined && (
        <span className={styles.icon} aria-hidden="true">
          {icon}
        </span>
      )}
      {children}
    </AriaButton>
  );
}

export interface IconButtonProps extends Omit<AriaProps, "children" | "className" | "style"> {
  /** Name for screen readers and the tooltip. */
  readonly label: string;
  /** Keys of the same action, shown in the tooltip. */
  readonly keys?: string | undefined;
  readonly icon: ReactNode;
  readonly size?: "m" | "s";
  readonly className?: string | undefined;
}

/** A button with only an icon; its name is in the tooltip. */
export function IconButton({ label, keys, icon, size = "m", className, ...rest }: IconButtonProps) {
  return (
    <TooltipTrigger delay={500}>
      <AriaButton
        {...rest}
        aria-label={label}
        className={cx(styles.button, styles.quiet, styles.square, styles[size], className)}
      >
        <span className={styles.icon} aria-hidden="true">
          {icon}
        </span>
      </AriaButton>
      <Tooltip className={styles.tooltip ?? ""} offset={6}>
        {label}
        {keys !== undefined && <span className={styles.tooltipKeys}>{keys}</span>}
      </Tooltip>
    </TooltipTrigger>
  );
}
