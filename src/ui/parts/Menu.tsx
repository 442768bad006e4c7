import { ChevronDown } from "lucide-react";
import type { ReactNode } from "react";
import { Menu as AriaMenu, MenuItem, MenuTrigger, Popover, Text } from "react-aria-components";
import { Button, type ButtonProps } from "./Button.tsx";
import { Kbd } from "./Kbd.tsx";
import styles from "./Menu.module.css";

export interface MenuChoice<Id extends string = string> {
  readonly id: Id;
  readonly title: string;
  readonly detail?: string;
  readonly icon?: ReactNode;
  readonly keys?: string;
  readonly disabled?: boolean;
}

export interface MenuButtonProps<Id extends string> extends Pick<
  ButtonProps,
  "variant" | "size" | "icon" | "isDisabled"
> {
  readonly label: string;
  readonly choices: readonly MenuChoice<Id>[];
  readonly onChoose: (id: Id) => void;
}

/** A button that opens a menu. */
export function MenuButton<Id extends string>({ label, choices, onChoose, ...button }: MenuButtonProps<Id>) {
  return (
    <MenuTrigger>
      <Button {...button}>
        {label}
        <ChevronDown aria-hidden="true" className={styles.chevron} />
      </Button>
      <Popover className={styles.popover ?? ""}>
        <AriaMenu
          aria-label={label}
          className={styles.menu ?? ""}
          disabledKeys={choices.filter((choice) => choice.disabled === true).map((choice) => choice.id)}
          onAction={(key) => onChoose(key as Id)}
        >
          {choices.map((choice) => (
            <MenuItem key={choice.id} id={choice.id} textValue={choice.title} className={styles.item ?? ""}>
              {choice.icon !== undefined && (
                <span className={styles.icon} aria-hidden="true">
                  {choice.icon}
                </span>
              )}
              <Text slot="label" className={styles.title ?? ""}>
                {choice.title}
              </Text>
              {choice.detail !== undefined && (
                <Text slot="description" className={styles.detail ?? ""}>
                  {choice.detail}
                </Text>
              )}
              {choice.keys !== undefined && <Kbd keys={choice.keys} />}
            </MenuItem>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}
