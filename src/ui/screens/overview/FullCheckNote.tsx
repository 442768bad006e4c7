import { useStore } from "../../../state/store.ts";
import { sizeText } from "../../../../workers/shared/text.ts";
import styles from "./Overview.module.css";
import { WORDS } from "./words.ts";

/** The state of the full check: the findings so far, and at the end what it has checked. */
export function FullCheckNote() {
  const run = useStore((state) => state.fullCheck);
  const id = useStore((state) => state.summary?.id);
  const revision = useStore((state) => state.revision);
  if (run === null || run.image !== id) return null;
  const past = !run.running && run.revision !== revision;
  if (past) return null;
  const text = run.running
    ? WORDS.check.running(run.found.length)
    : run.result === null
      ? WORDS.check.stopped
      : WORDS.check.done(
          run.result.parts.map(({ what, bytes }) => `${what} (${sizeText(bytes)})`).join("; "),
        );
  return (
    <p role="status" aria-label={WORDS.check.name} className={styles.note}>
      {text}
    </p>
  );
}
