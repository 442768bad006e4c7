import type { ReactNode } from "react";
import { LinkButton } from "../../parts/LinkButton.tsx";
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
    <LinkButton arrow className={styles.link} label={label} onPress={onPress}>
      {children}
    </LinkButton>
  );
}
