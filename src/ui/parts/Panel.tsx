import { type ReactNode, useId } from "react";
import { cx } from "./cx.ts";
import styles from "./Panel.module.css";

export interface PanelProps {
  readonly title: string;
  /** Beside the title: counts, badges. */
  readonly aside?: ReactNode;
  /** At the right end of the head: buttons. */
  readonly tools?: ReactNode;
  readonly children: ReactNode;
  /** Fills its parent's height and scrolls inside. */
  readonly fill?: boolean;
  /** No padding: for tables and canvases that go to the edge. */
  readonly flush?: boolean;
  readonly className?: string | undefined;
}

/** A titled part of a screen; a region named by its title. */
export function Panel({ title, aside, tools, children, fill = false, flush = false, className }: PanelProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className={cx(styles.panel, fill && styles.fill, className)}>
      <header className={styles.head}>
        <h2 id={id} className={styles.title}>
          {title}
        </h2>
        {aside !== undefined && <div className={styles.aside}>{aside}</div>}
        {tools !== undefined && <div className={styles.tools}>{tools}</div>}
      </header>
      <div className={cx(styles.body, flush && styles.flush)}>{children}</div>
    </section>
  );
}
