import { ChevronFirst, ChevronLast, ChevronLeft, ChevronRight } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { IconButton } from "../../parts/Button.tsx";
import type { LogModel } from "./log-model.ts";
import { replayText } from "./log-text.ts";
import styles from "./ReplayBar.module.css";
import { WORDS } from "./words.ts";

/** While the thumb is dragged, layers change at most this often: each step asks the engine for every view, ms. */
const SETTLE = 80;

export interface ReplayBarProps {
  /** The active sequence, from the tail to the head. */
  readonly active: LogModel["active"];
  /** Entries applied: 0 to `active.length`. */
  readonly applied: number;
  readonly disabled: boolean;
  readonly onChange: (applied: number) => void;
}

/** How much of the active sequence the Replayed layer holds. */
export function ReplayBar({ active, applied, disabled, onChange }: ReplayBarProps) {
  const [dragged, setDragged] = useState<number | null>(null);
  const waiting = useRef<number | null>(null);
  const value = dragged ?? applied;
  const total = active.length;

  useEffect(() => {
    if (dragged === null) return;
    const timer = setTimeout(() => {
      waiting.current = null;
      setDragged(null);
      onChange(dragged);
    }, SETTLE);
    return () => clearTimeout(timer);
  }, [dragged, onChange]);

  // Who steps and leaves the screen at once has stepped.
  useEffect(
    () => () => {
      if (waiting.current !== null) onChange(waiting.current);
    },
    [onChange],
  );

  const step = (label: string, icon: ReactNode, to: number) => (
    <IconButton
      label={label}
      icon={icon}
      size="s"
      isDisabled={disabled || to < 0 || to > total || to === value}
      onPress={() => onChange(to)}
    />
  );
  const text = replayText(value, active);
  return (
    <div className={styles.bar}>
      <span aria-hidden="true" className={styles.label}>
        {WORDS.replay.name}
      </span>
      {step(WORDS.replay.none, <ChevronFirst />, 0)}
      {step(WORDS.replay.back, <ChevronLeft />, value - 1)}
      <input
        type="range"
        aria-label={WORDS.replay.name}
        aria-valuetext={text}
        min={0}
        max={total}
        step={1}
        value={value}
        disabled={disabled}
        className={styles.slider}
        onChange={(event) => {
          waiting.current = event.currentTarget.valueAsNumber;
          setDragged(waiting.current);
        }}
      />
      {step(WORDS.replay.forward, <ChevronRight />, value + 1)}
      {step(WORDS.replay.all, <ChevronLast />, total)}
      <output className={styles.text}>{text}</output>
    </div>
  );
}
