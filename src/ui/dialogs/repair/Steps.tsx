import styles from "./Repair.module.css";

const STEPS = ["Faults and fixes", "Check and save", "Use it"] as const;

/** The names of the steps; the present one stands out. @param at index of the present step. */
export function Steps({ at }: { readonly at: number }) {
  return (
    <ol aria-label="Steps" className={styles.steps}>
      {STEPS.map((name, step) => (
        <li key={name} className={styles.step} {...(step === at && { "aria-current": "step" as const })}>
          {name}
        </li>
      ))}
    </ol>
  );
}
