import { useEffect, useState } from "react";
import { applyTransactions } from "../../../actions/browse/go.ts";
import { RadioBar } from "../../parts/RadioBar.tsx";
import styles from "./Files.module.css";
import { WORDS } from "./words.ts";

/** While the thumb is dragged, views change at most this often: each step reads the folder again, ms. */
const SETTLE = 150;

export interface JournalBarProps {
  /** Transactions that the volume lacks. */
  readonly pending: number;
  /** Those that are applied in this view; null: all. */
  readonly transactions: number | null;
}

const CHOICES = [
  { value: "stored", label: WORDS.journal.stored, note: WORDS.journal.storedNote },
  { value: "applied", label: WORDS.journal.applied, note: WORDS.journal.appliedNote, tone: "replay" },
] as const;

/** Whether the file system's own journal is applied, and how far. */
export function JournalBar({ pending, transactions }: JournalBarProps) {
  const [dragged, setDragged] = useState<number | null>(null);
  const applied = Math.min(pending, dragged ?? transactions ?? pending);
  useEffect(() => {
    if (dragged === null) return;
    const timer = setTimeout(() => {
      setDragged(null);
      applyTransactions(dragged === pending ? null : dragged);
    }, SETTLE);
    return () => clearTimeout(timer);
  }, [dragged, pending]);
  return (
    <div className={styles.journal}>
      <RadioBar
        label={WORDS.journal.name}
        showLabel
        value={applied === 0 ? "stored" : "applied"}
        options={CHOICES}
        onChange={(value) => applyTransactions(value === "stored" ? 0 : null)}
      />
      {applied > 0 && (
        <>
          <input
            type="range"
            aria-label={WORDS.journal.upTo}
            aria-valuetext={WORDS.journal.text(applied, pending)}
            min={1}
            max={pending}
            step={1}
            value={applied}
            className={styles.slider}
            onChange={(event) => setDragged(event.currentTarget.valueAsNumber)}
          />
          <output className={styles.numbers}>{WORDS.journal.text(applied, pending)}</output>
        </>
      )}
    </div>
  );
}
