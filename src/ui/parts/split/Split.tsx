import { type ReactNode, useEffect, useRef } from "react";
import { Group, Panel, Separator, useDefaultLayout, useGroupRef } from "react-resizable-panels";
import { cx } from "../cx.ts";
import styles from "./Split.module.css";

interface SplitPane {
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
  /** A pane that needs `pixels` px for now. It gets them if the others keep `leave` px; null gives the former sizes back. */
  readonly grow?: { readonly id: string; readonly pixels: number; readonly leave: number } | null;
}

/** Panes side by side or above one another, with bars between them that a pointer or the arrow keys move. */
export function Split({ id, orientation, panes, grow = null }: SplitProps) {
  const group = useGroupRef();
  const element = useRef<HTMLDivElement>(null);
  const growing = grow?.id ?? null;
  const { pixels, leave } = grow ?? { pixels: 0, leave: 0 };
  useEffect(() => {
    const { current } = group;
    const box = element.current?.getBoundingClientRect();
    if (growing === null || current === null || box === undefined) return;
    const room = orientation === "horizontal" ? box.width : box.height;
    const before = current.getLayout();
    const wanted = (100 * pixels) / room;
    const now = before[growing] ?? 100;
    if (now >= wanted || room - pixels < leave) return;
    const shrink = (100 - wanted) / (100 - now);
    current.setLayout(
      Object.fromEntries(
        Object.entries(before).map(([pane, share]) => [pane, pane === growing ? wanted : share * shrink]),
      ),
    );
    return () => {
      current.setLayout(before);
    };
  }, [group, growing, pixels, leave, orientation]);

  const { defaultLayout, onLayoutChanged } = useDefaultLayout({
    id: `platter-${id}`,
    panelIds: panes.map((pane) => pane.id),
    onlySaveAfterUserInteractions: true,
  });
  return (
    <Group
      id={id}
      groupRef={group}
      elementRef={element}
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
