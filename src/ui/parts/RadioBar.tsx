import { type ReactNode, useId } from "react";
import { cx } from "./cx.ts";
import styles from "./RadioBar.module.css";

interface RadioOption<T extends string> {
  readonly value: T;
  readonly label: string;
  readonly icon?: ReactNode;
  /** Colour while chosen. */
  readonly tone?: "neutral" | "replay" | "user";
  /** Shown while the option is hovered or focused, and its description for screen readers. */
  readonly note?: string | null;
  readonly disabled?: boolean;
}

export interface RadioBarProps<T extends string> {
  /** Accessible name of the group. */
  readonly label: string;
  /** Shows the name before the options. */
  readonly showLabel?: boolean;
  readonly value: T;
  readonly options: readonly RadioOption<T>[];
  readonly onChange: (value: T) => void;
}

/** One choice of a few, side by side. */
export function RadioBar<T extends string>({
  label,
  showLabel = false,
  value,
  options,
  onChange,
}: RadioBarProps<T>) {
  const id = useId();
  return (
    <div role="radiogroup" aria-label={label} className={styles.group}>
      {showLabel && (
        <span aria-hidden="true" className={styles.label}>
          {label}
        </span>
      )}
      <div className={styles.bar}>
        {options.map((option) => {
          const hasNote = option.note !== undefined && option.note !== null;
          const noteId = `${id}-${option.value}`;
          return (
            <span key={option.value} className={styles.slot}>
              <label className={cx(styles.option, styles[option.tone ?? "neutral"])}>
                {/* Invisible and over the label, so that a press anywhere on the label hits the radio button itself. */}
                <input
                  type="radio"
                  name={id}
                  className={styles.input}
                  checked={option.value === value}
                  disabled={option.disabled === true}
                  aria-describedby={hasNote ? noteId : undefined}
                  onChange={() => onChange(option.value)}
                />
                {option.icon !== undefined && (
                  <span className={styles.icon} aria-hidden="true">
                    {option.icon}
                  </span>
                )}
                {option.label}
              </label>
              {hasNote && (
                <span id={noteId} role="tooltip" className={styles.note}>
                  {option.note}
                </span>
              )}
            </span>
          );
        })}
      </div>
    </div>
  );
}
