import { CornerDownRight } from "lucide-react";
import type { ReactNode } from "react";
import styles from "./Details.module.css";

export interface LinkProps {
  /** Where it leads, for screen readers and the tooltip. */
  readonly label: string;
  readonly onPress: () => void;
  readonly children: ReactNode;
}

/** A value that leads to its place on another screen. */
export function Link({ label, onPress, children }: LinkProps) {
  return (
    <button type="button" className={styles.link} aria-label={label} title={label} onClick={onPress}>
      {children}
      <CornerDownRight aria-hidden="true" />
    </button>
  );
}
