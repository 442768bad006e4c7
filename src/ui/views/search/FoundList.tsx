import { ListBox, ListBoxItem, ListLayout, Virtualizer } from "react-aria-components";
import type { FoundAll } from "../../../state/find.ts";
import { formatOffset } from "../../parts/format.ts";
import { rowHeight } from "../scroll/use-scroller.ts";
import styles from "./FindBar.module.css";
import { WORDS } from "./words.ts";

export interface FoundListProps {
  readonly found: FoundAll;
  readonly cursor: number;
  readonly onGo: (offset: number) => void;
}

/** Every hit of a search, as a list that jumps. */
export function FoundList({ found, cursor, onGo }: FoundListProps) {
  return (
    <Virtualizer layout={ListLayout} layoutOptions={{ rowSize: rowHeight() }}>
      <ListBox
        aria-label={WORDS.found}
        items={found.hits.map((offset) => ({ id: offset }))}
        selectionMode="single"
        selectedKeys={found.hits.includes(cursor) ? [cursor] : []}
        onSelectionChange={(keys) => {
          if (keys === "all") return;
          for (const key of keys) onGo(Number(key));
        }}
        className={styles.list ?? ""}
      >
        {(item) => (
          <ListBoxItem id={item.id} textValue={formatOffset(item.id)} className={styles.hit ?? ""}>
            <span className={styles.hitOffset}>{formatOffset(item.id)}</span>
          </ListBoxItem>
        )}
      </ListBox>
    </Virtualizer>
  );
}
