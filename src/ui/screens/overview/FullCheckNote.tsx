import { useStore } from "../../../state/store.ts";
import { sizeText, countText } from "../../../../workers/shared/text.ts";
import styles from "./Overview.module.css";

/** The state of the full check: the findings so far, and at the end what it has checked. */
export function FullCheckNote() {
  const run = useStore((state) => state.fullCheck);
  const id = useStore((state) => state.summary?.id);
  const revision = useStore((state) => state.revision);
  if (run === null || run.image !== id) return null;
  const past = !run.running && run.revision !== revision;
  if (past) return null;
  const text = run.running
    ? `The full check runs: ${countText(run.found.length, "finding")} so far.`
    : run.result === null
      ? "The full check was stopped before its end."
      : `The full check is done. Looked at: ${run.result.parts.map(({ what, bytes }) => `${what} (${sizeText(bytes)})`).join("; ")}.`;
  return (
    <p role="status" aria-label="Full check" className={styles.note}>
      {text}
    </p>
  );
}
