import { Check } from "lucide-react";
import styles from "./Checkbox.module.css";

export interface CheckboxProps {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

/** Something that is on or off, beside its name. */
export function Checkbox({ label, checked, onChange }: CheckboxProps) {
  return (
    <label className={styles.check}>
      {/* Lies over the label, invisible, so that whatever presses the checkbox itself meets it there. */}
      <input
        type="checkbox"
        className={styles.input}
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span className={styles.box} aria-hidden="true">
        <Check />
      </span>
      {label}
    </label>
  );
}
