import { Checkbox as AriaCheckbox } from "react-aria-components";
import styles from "./Checkbox.module.css";

export interface CheckboxProps {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

/** Something that is on or off, beside its name. */
export function Checkbox({ label, checked, onChange }: CheckboxProps) {
  return (
    <AriaCheckbox isSelected={checked} onChange={onChange} className={styles.check ?? ""}>
      <span className={styles.box} aria-hidden="true" />
      {label}
    </AriaCheckbox>
  );
}
