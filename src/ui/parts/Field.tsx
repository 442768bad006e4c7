import { type ReactNode, useId } from "react";
import styles from "./Field.module.css";

interface FieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly problem?: string | null;
}

function Frame({
  label,
  hint,
  problem = null,
  id,
  children,
}: FieldProps & { id: string; children: ReactNode }) {
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={styles.label}>
        {label}
      </label>
      {children}
      {(problem ?? hint) !== undefined && (
        <span id={`${id}-hint`} className={problem === null ? styles.hint : styles.problem}>
          {problem ?? hint}
        </span>
      )}
    </div>
  );
}

function describedBy(id: string, { hint, problem = null }: FieldProps) {
  return hint === undefined && problem === null ? {} : { "aria-describedby": `${id}-hint` };
}

export interface FieldGridProps {
  readonly columns: 1 | 2;
  readonly children: ReactNode;
}

/** Fields of a form below and beside each other. */
export function FieldGrid({ columns, children }: FieldGridProps) {
  return (
    <div className={styles.grid} data-columns={columns}>
      {children}
    </div>
  );
}

export interface TextFieldProps extends FieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Values to choose from; others can be written too. */
  readonly suggestions?: readonly string[];
}

/** A line of text in a form, under its name. */
export function TextField({ value, onChange, suggestions, ...frame }: TextFieldProps) {
  const id = useId();
  const { problem = null } = frame;
  return (
    <Frame id={id} {...frame}>
      <input
        id={id}
        className={styles.input}
        value={value}
        spellCheck="false"
        autoComplete="off"
        aria-invalid={problem !== null}
        {...describedBy(id, frame)}
        {...(suggestions !== undefined && { list: `${id}-list` })}
        onChange={(event) => onChange(event.target.value)}
      />
      {suggestions !== undefined && (
        <datalist id={`${id}-list`}>
          {suggestions.map((each) => (
            <option key={each}>{each}</option>
          ))}
        </datalist>
      )}
    </Frame>
  );
}

export interface ChoiceFieldProps<T extends string> extends FieldProps {
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly onChange: (value: T) => void;
  readonly disabled?: boolean;
}

/** One of a few values in a form. A native `select`, because a form of ten fields should not have ten popovers. */
export function ChoiceField<T extends string>({
  value,
  options,
  onChange,
  disabled,
  ...frame
}: ChoiceFieldProps<T>) {
  const id = useId();
  return (
    <Frame id={id} {...frame}>
      <select
        id={id}
        className={styles.input}
        value={value}
        disabled={disabled}
        {...describedBy(id, frame)}
        onChange={(event) => {
          const option = options.find((each) => each.value === event.target.value);
          if (option !== undefined) onChange(option.value);
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </Frame>
  );
}
