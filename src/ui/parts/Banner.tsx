import type { ReactNode } from "react";
import { cx } from "./cx.ts";
import { SeveritySign, type SignSeverity } from "./Severity.tsx";
import styles from "./Banner.module.css";

export interface BannerProps {
  readonly severity: Exclude<SignSeverity, "ok">;
  readonly children: ReactNode;
  readonly actions?: ReactNode;
}

/** A line across the screen that stays until its cause is gone. */
export function Banner({ severity, children, actions }: BannerProps) {
  return (
    <div role={severity === "info" ? "note" : "alert"} className={cx(styles.banner, styles[severity])}>
      <SeveritySign severity={severity} size="m" />
      <div className={styles.text}>{children}</div>
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}
