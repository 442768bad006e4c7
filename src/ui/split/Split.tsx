import { type ReactNode } from "react";
import { Group, Panel, Separator, useDefaultLayout } from "react-resizable-panels";
import { cx } from "../parts/cx.ts";
import styles from "./Split.module.css";

export interface SplitPane {
  /** Stable; its size is remembered by it. */
  readonly id: string;
  /** Accessible name of what resizes it: "Width of the tree". */
  readonly label: string;
  /** "24%", or a number of px. */
  readonly size?: string | number;
  readonly min?: string | number;
  readonly content: ReactNode;
}

export interface SplitProps {
  /** Stable; the sizes are remembered under it, in the browser. */
  readonly id: string;
  readonly orientation: "horizontal" | "vertical";
  readonly panes: readonly SplitPane[];
}

/** Panes side by side or above one another, with bars between them that a pointer or the arrow keys move. */
export function Split({ id, orientation, panes }: SplitProps) {
  const { defaultLayout, onLayoutChanged } = useDefaultLayout({
    id: `platter-${id}`,
    panelIds: panes.map((pane) => pane.id),
    onlySaveAfterUserInteractions: true,
  });
  return (
    <Group
      id={id}
      orientation={orientation}
      defaultLayout={defaultLayout}
      onLayoutChanged={onLayoutChanged}
      className={styles.group}
    >
      {panes.flatMap((pane, index) => [
        index > 0 && (
          <Separator
            key={`${pane.id}-bar`}
            aria-label={pane.label}
            className={cx(styles.bar, styles[orientation])}
          />
        ),
        <Panel
          key={pane.id}
          id={pane.id}
          defaultSize={pane.size}
          minSize={pane.min ?? 120}
          className={styles.pane}
        >
          {pane.content}
        </Panel>,
      ])}
    </Group>
  );
}
