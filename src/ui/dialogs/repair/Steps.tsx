import styles from "./Repair.module.css";
import { WORDS } from "./words.ts";

/** The names of the steps; the present one stands out. @param at index of the present step. */
export function Steps({ at }: { readonly at: number }) {
  return (
    <ol aria-label={WORDS.stepsName} className={styles.steps}>
      {WORDS.steps.map((name, step) => (
        <li key={name} className={styles.step} {...(step === at && { "aria-current": "step" as const })}>
          {name}
        </li>
      ))}
    </ol>
  );
}
