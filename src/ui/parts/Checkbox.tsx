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
      {/* Invisible and over the label, so that a press anywhere on the label hits the checkbox itself. */}
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
