import type { ReactNode } from "react";
import type { LogEntryState } from "../../../../workers/api/index.ts";
import { ENTRY_STATES } from "./entry-state.ts";
import styles from "./StateMark.module.css";

/** The fill of a state: a pattern of `StatePatterns`, so that colour is never the only sign. */
export function stateFill(state: LogEntryState): string {
  return `url(#log-${state})`;
}

/** Patterns that ring, legend and table share. Once on the screen. */
export function StatePatterns() {
  return (
    <svg width="0" height="0" aria-hidden="true" className={styles.patterns}>
      <defs>
        <Pattern state="active" />
        <Pattern state="before-tail">
          <path d="M-2 2 L2 -2 M0 8 L8 0 M6 10 L10 6" />
        </Pattern>
        <Pattern state="superseded">
          <path d="M0 4 H8 M4 0 V8" />
        </Pattern>
        <Pattern state="stale">
          <circle cx="2" cy="2" r="1" />
          <circle cx="6" cy="6" r="1" />
        </Pattern>
        <Pattern state="torn">
          <path d="M0 2 L2 0 L6 4 L8 2 M0 6 L2 4 L6 8 L8 6" />
        </Pattern>
      </defs>
    </svg>
  );
}

function Pattern({ state, children }: { state: LogEntryState; children?: ReactNode }) {
  return (
    <pattern id={`log-${state}`} width="8" height="8" patternUnits="userSpaceOnUse" className={styles[state]}>
      <rect width="8" height="8" className={styles.ground} />
      {children}
    </pattern>
  );
}

/** A swatch with the state's pattern, its letter and its name. */
export function StateMark({ state }: { state: LogEntryState }) {
  const { letter, name } = ENTRY_STATES[state];
  return (
    <span className={styles.mark}>
      <svg className={styles.swatch} viewBox="0 0 14 14" aria-hidden="true">
        <rect width="14" height="14" fill={stateFill(state)} />
      </svg>
      <span aria-hidden="true" className={styles.letter}>
        {letter}
      </span>
      {name}
    </span>
  );
}
