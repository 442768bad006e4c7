import { CircleCheck, CircleX, Info, OctagonX, TriangleAlert } from "lucide-react";
import { cx } from "./cx.ts";
import styles from "./Severity.module.css";
import { WORDS } from "./words.ts";

/** Severities of findings, and `ok` for where there is none. */
export type SignSeverity = "ok" | "info" | "warning" | "error" | "fatal";

const SIGNS = {
  ok: { Icon: CircleCheck },
  info: { Icon: Info },
  warning: { Icon: TriangleAlert },
  error: { Icon: CircleX },
  fatal: { Icon: OctagonX },
} as const;

/** The word for a severity: "Warning". */
export function severityName(severity: SignSeverity): string {
  return WORDS.severities[severity];
}

export interface SeveritySignProps {
  readonly severity: SignSeverity;
  readonly size?: "s" | "m" | "l";
  /** Set where the word stands beside the sign anyway. */
  readonly decorative?: boolean;
}

/** An icon of its own shape and colour for each severity; the shape alone tells them apart. */
export function SeveritySign({ severity, size = "s", decorative = false }: SeveritySignProps) {
  const { Icon } = SIGNS[severity];
  const className = cx(styles.sign, styles[severity], styles[`size-${size}`]);
  return decorative ? (
    <Icon className={className} aria-hidden="true" />
  ) : (
    <Icon className={className} role="img" aria-label={severityName(severity)} />
  );
}
