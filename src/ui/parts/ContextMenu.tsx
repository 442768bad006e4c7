import { useRef } from "react";
import { Menu, MenuItem, Popover, Text } from "react-aria-components";
import styles from "./ContextMenu.module.css";
import { Kbd } from "./Kbd.tsx";
import menuStyles from "./Menu.module.css";
import type { Point } from "./use-menu-at.ts";

export interface ContextMenuItem {
  readonly id: string;
  readonly label: string;
  readonly keys?: string | undefined;
  readonly disabled?: boolean;
  readonly run: () => void;
}

export interface ContextMenuProps {
  readonly label: string;
  /** Point of the window that it opens at; null while closed. */
  readonly at: Point | null;
  readonly items: readonly ContextMenuItem[];
  readonly onClose: () => void;
}

/** A menu at a point, for the secondary button and the menu key. */
export function ContextMenu({ label, at, items, onClose }: ContextMenuProps) {
  const anchor = useRef<HTMLSpanElement>(null);
  return (
    <>
      <span
        ref={anchor}
        aria-hidden="true"
        className={styles.anchor}
        style={at === null ? undefined : { left: at.x, top: at.y }}
      />
      <Popover
        triggerRef={anchor}
        isOpen={at !== null}
        onOpenChange={(open) => !open && onClose()}
        placement="bottom start"
        offset={0}
        aria-label={label}
        className={menuStyles.popover ?? ""}
      >
        <Menu
          aria-label={label}
          // A menu that opens takes the focus, as the pattern for menus wants it, and gives it back when it closes.
          // oxlint-disable-next-line jsx-a11y/no-autofocus
          autoFocus="first"
          className={menuStyles.menu ?? ""}
          disabledKeys={items.filter((item) => item.disabled === true).map((item) => item.id)}
          onAction={(key) => items.find((item) => item.id === key)?.run()}
          onClose={onClose}
        >
          {items.map((item) => (
            <MenuItem
              key={item.id}
              id={item.id}
              textValue={item.label}
              className={`${menuStyles.item} ${styles.item}`}
            >
              <Text slot="label">{item.label}</Text>
              {item.keys !== undefined && <Kbd keys={item.keys} />}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </>
  );
}
