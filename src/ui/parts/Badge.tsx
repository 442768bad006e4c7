import type { ReactNode } from "react";
import { cx } from "./cx.ts";
import styles from "./Badge.module.css";

/** What a badge means; `replay` and `user` are the colours of the two kinds of change. */
export type Tone = "neutral" | "ok" | "info" | "warning" | "invalid" | "replay" | "user";

export interface BadgeProps {
  readonly tone?: Tone;
  readonly children: ReactNode;
}

/** A word in a frame: "active", "torn", "stale". */
export function Badge({ tone = "neutral", children }: BadgeProps) {
  return <span className={cx(styles.badge, styles[tone])}>{children}</span>;
}
