import { Search, X } from "lucide-react";
import type { ReactNode, Ref } from "react";
import { Button, FieldError, Input, Label, SearchField, TextField } from "react-aria-components";
import { cx } from "./cx.ts";
import styles from "./Input.module.css";

export interface TextInputProps {
  readonly label: string;
  readonly showLabel?: boolean;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Enter. */
  readonly onSubmit?: () => void;
  /** Escape. */
  readonly onCancel?: () => void;
  readonly placeholder?: string;
  /** What is wrong with the value; null where nothing is. */
  readonly problem?: string | null;
  readonly mono?: boolean;
  readonly inputRef?: Ref<HTMLInputElement>;
}

/** A line of text. */
export function TextInput({
  label,
  showLabel = false,
  value,
  onChange,
  onSubmit,
  onCancel,
  placeholder = "",
  problem = null,
  mono = false,
  inputRef,
}: TextInputProps) {
  return (
    <TextField
      aria-label={label}
      value={value}
      onChange={onChange}
      isInvalid={problem !== null}
      validationBehavior="aria"
      onKeyDown={(event) => {
        if (event.key === "Enter") onSubmit?.();
        else if (event.key === "Escape" && onCancel !== undefined) onCancel();
        // Without this the page's own keys (F3, Ctrl+K) would not reach the page.
        else event.continuePropagation();
      }}
      className={styles.field ?? ""}
    >
      {showLabel && <Label className={styles.label ?? ""}>{label}</Label>}
      <Input
        {...(inputRef !== undefined && { ref: inputRef })}
        placeholder={placeholder}
        spellCheck="false"
        autoComplete="off"
        className={cx(styles.input, mono && styles.mono)}
      />
      {problem !== null && <FieldError className={styles.problem ?? ""}>{problem}</FieldError>}
    </TextField>
  );
}

export interface SearchBoxProps {
  /** Accessible name: "Find in file". */
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Enter; `backward` with Shift. */
  readonly onSubmit?: (backward: boolean) => void;
  readonly placeholder?: string;
  readonly inputRef?: Ref<HTMLInputElement>;
  /** After the input: hit count, next, previous. */
  readonly children?: ReactNode;
}

/** A search input with a button that clears it; Escape clears it as well. */
export function SearchBox({
  label,
  value,
  onChange,
  onSubmit,
  placeholder = "",
  inputRef,
  children,
}: SearchBoxProps) {
  return (
    <div className={styles.search}>
      <SearchField
        aria-label={label}
        value={value}
        onChange={onChange}
        onKeyDown={(event) => {
          if (event.key === "Enter") onSubmit?.(event.shiftKey);
          else event.continuePropagation();
        }}
        className={styles.searchField ?? ""}
      >
        <Search className={styles.searchIcon} aria-hidden="true" />
        <Input
          {...(inputRef !== undefined && { ref: inputRef })}
          placeholder={placeholder}
          spellCheck="false"
          autoComplete="off"
          className={cx(styles.input, styles.searchInput)}
        />
        {value !== "" && (
          <Button className={styles.clear ?? ""}>
            <X aria-hidden="true" className={styles.clearIcon} />
          </Button>
        )}
      </SearchField>
      {children}
    </div>
  );
}
