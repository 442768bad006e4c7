import { TriangleAlert } from "lucide-react";
import { countText, numberText } from "../../../../workers/shared/text.ts";
import type { RepairsMade } from "../../../state/repair.ts";
import { useStore } from "../../../state/store.ts";
import { Button } from "../../parts/Button.tsx";
import { Note } from "../../parts/Note.tsx";
import { SeveritySign } from "../../parts/Severity.tsx";
import { JobInDialog } from "../../shell/jobs/JobInDialog.tsx";
import { useRepairs } from "../../views/repair/use-repairs.ts";
import styles from "./Repair.module.css";
import { Ways } from "./Ways.tsx";

export interface ResultStepProps {
  readonly made: RepairsMade;
  /** Goes to the faults that are left. */
  readonly onBack: () => void;
  readonly onClose: () => void;
}

/** What a check of the repaired disk says; before it is checked, nothing is said about it. @param lossy whether fixes gave something up. */
function Checked({ lossy }: { readonly lossy: boolean }) {
  const summary = useStore((state) => state.summary);
  const checked = useStore((state) => (state.checked?.revision === state.revision ? state.checked : null));
  if (summary === null) return null;
  // A working disk has no pending changes: it is what it is now.
  const result = checked?.result ?? null;
  const verdict = summary.inPlace ? summary.verdict : (result?.verdict ?? null);
  if (verdict === null) {
    return (
      <>
        <p>The edited disk has not been checked.</p>
        <JobInDialog about={summary.id} />
      </>
    );
  }
  // The structures are as they should be, and that is all that the check looks at.
  const incomplete = lossy && verdict.severity === "ok";
  return (
    <div role="status" aria-label="Result of the check" className={styles.result}>
      <SeveritySign severity={incomplete ? "warning" : verdict.severity} size="l" />
      <div className={styles.about}>
        <p className={styles.verdict}>
          {incomplete ? "The disk opens again, but a part of its data is gone." : verdict.sentence}
        </p>
        {result !== null && (
          <p className={styles.note}>
            {`${countText(result.fixed.length, "finding")} fixed, ${numberText(result.newFindings.length)} new, ${numberText(result.findings.length)} left. Files inside the disk were not checked.`}
          </p>
        )}
      </div>
    </div>
  );
}

/** What came of the fixes, and how to save the disk. */
export function ResultStep({ made, onBack, onClose }: ResultStepProps) {
  const repairs = useRepairs();
  const inPlace = useStore((state) => state.summary?.inPlace === true);
  const left =
    repairs?.faults.filter(({ findings, fixes }) => findings.length > 0 && fixes.length > 0).length ?? 0;
  return (
    <>
      <Checked lossy={made.lost.length > 0} />
      {made.stopped !== null && (
        <Note severity="warning">
          {`${made.stopped} ${countText(made.fixes, "fix was", "fixes were")} made before that.`}
        </Note>
      )}
      {made.lost.length > 0 && (
        <div className={styles.lost}>
          <TriangleAlert aria-hidden="true" className={styles.lostSign} />
          <div className={styles.about}>
            <p className={styles.wrong}>Given up by these fixes. Run a file system check in the guest.</p>
            <ul aria-label="What is lost" className={styles.losses}>
              {made.lost.slice(0, 5).map((loss) => (
                <li key={loss}>{loss}</li>
              ))}
              {made.lost.length > 5 && <li>{`And ${countText(made.lost.length - 5, "more place")}.`}</li>}
            </ul>
          </div>
        </div>
      )}
      {left > 0 && (
        <div className={styles.left}>
          <Note severity="info">{`${countText(left, "more fault")} can be repaired.`}</Note>
          <Button size="s" onPress={onBack}>
            Faults and fixes
          </Button>
        </div>
      )}
      {inPlace ? <p>The working disk was repaired in place. Export copy saves it as a file.</p> : <Ways />}
      <footer className={styles.foot}>
        <p className={styles.note}>
          {inPlace ? "" : "Until you save them, the fixes are pending changes; Undo takes each of them back."}
        </p>
        <Button onPress={onClose}>Close</Button>
      </footer>
    </>
  );
}
