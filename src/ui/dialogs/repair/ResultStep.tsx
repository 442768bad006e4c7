import { TriangleAlert } from "lucide-react";
import type { DryRun, Finding } from "../../../../workers/api/index.ts";
import type { RepairsMade } from "../../../state/repair.ts";
import { validCheck } from "../../../state/edits.ts";
import { useStore } from "../../../state/store.ts";
import { Button } from "../../parts/Button.tsx";
import { firstSentence } from "../../parts/first-sentence.ts";
import { Note } from "../../parts/Note.tsx";
import { SeveritySign } from "../../parts/Severity.tsx";
import { JobInDialog } from "../../shell/jobs/JobInDialog.tsx";
import { useRepairs } from "../../views/repair/use-repairs.ts";
import styles from "./Repair.module.css";
import { Ways } from "./Ways.tsx";
import { WORDS } from "./words.ts";

/** Findings and losses that are listed; the others are counted. */
const LISTED = 5;

export interface ResultStepProps {
  readonly made: RepairsMade;
  /** Goes to the faults that are left. */
  readonly onBack: () => void;
  readonly onClose: () => void;
}

const isFault = ({ severity }: Finding): boolean => severity !== "info";

function countsOf({ fixed, newFindings, findings }: DryRun): string {
  const left = findings.filter(isFault).length;
  return WORDS.result.counts(fixed.length, newFindings.filter(isFault).length, left, findings.length - left);
}

/** What a check of the repaired disk says; before it is checked, nothing is said about it. @param lossy whether fixes gave something up. */
function Checked({ lossy }: { readonly lossy: boolean }) {
  const summary = useStore((state) => state.summary);
  const result = useStore(validCheck);
  if (summary === null) return null;
  // A working disk has no pending changes: it is what it is now.
  const verdict = summary.inPlace ? summary.verdict : (result?.verdict ?? null);
  if (verdict === null) {
    return (
      <>
        <p>{WORDS.result.notChecked}</p>
        <JobInDialog about={summary.id} />
      </>
    );
  }
  // The structures are as they should be, and that is all that the check looks at.
  const incomplete = lossy && verdict.severity === "ok";
  const [head, rest] = firstSentence(incomplete ? WORDS.result.incomplete : verdict.sentence);
  return (
    <div role="status" aria-label={WORDS.result.name} className={styles.result}>
      <SeveritySign severity={incomplete ? "warning" : verdict.severity} size="l" />
      <div className={styles.about}>
        <p className={styles.said}>
          <strong className={styles.verdict}>{head}</strong>
          {rest !== "" && ` ${rest}`}
        </p>
        {result !== null && <p className={styles.note}>{countsOf(result)}</p>}
      </div>
    </div>
  );
}

/** What the check found that is worth more than a remark, as the verdict promises. */
function LeftFindings() {
  const result = useStore(validCheck);
  if (result === null) return null;
  const { findings, verdict } = result;
  // The verdict itself tells what the fixes lost.
  const left = findings.filter((each) => isFault(each) && !verdict.sentence.startsWith(each.message));
  if (left.length === 0) return null;
  const more = left.length - LISTED;
  return (
    <ul aria-label={WORDS.result.leftName} className={styles.leftFindings}>
      {left.slice(0, LISTED).map(({ id, severity, message }) => (
        <li key={id}>
          <SeveritySign severity={severity} />
          {message}
        </li>
      ))}
      {more > 0 && <li>{WORDS.result.moreLeft(more)}</li>}
    </ul>
  );
}

/** What came of the fixes, and how to save the disk. */
export function ResultStep({ made, onBack, onClose }: ResultStepProps) {
  const repairs = useRepairs();
  const inPlace = useStore((state) => state.summary?.inPlace === true);
  const severity = useStore(validCheck)?.verdict.severity ?? null;
  const left =
    repairs?.faults.filter(({ findings, fixes }) => findings.length > 0 && fixes.length > 0).length ?? 0;
  return (
    <>
      <Checked lossy={made.lost.length > 0} />
      {!inPlace && <LeftFindings />}
      {made.stopped !== null && (
        <Note severity="warning">{`${made.stopped} ${WORDS.result.madeBefore(made.fixes)}`}</Note>
      )}
      {made.lost.length > 0 && (
        <div className={styles.lost}>
          <TriangleAlert aria-hidden="true" className={styles.lostSign} />
          <div className={styles.about}>
            <p className={styles.wrong}>{WORDS.result.lost}</p>
            <ul aria-label={WORDS.result.lostName} className={styles.losses}>
              {made.lost.slice(0, LISTED).map((loss) => (
                <li key={loss}>{loss}</li>
              ))}
              {made.lost.length > LISTED && <li>{WORDS.result.morePlaces(made.lost.length - LISTED)}</li>}
            </ul>
          </div>
        </div>
      )}
      {left > 0 && (
        <div className={styles.left}>
          <Note severity="info">{WORDS.result.left(left)}</Note>
          <Button variant="primary" onPress={onBack}>
            {WORDS.result.back}
          </Button>
        </div>
      )}
      {inPlace ? (
        <p>{WORDS.result.inPlace}</p>
      ) : (
        <Ways ready={left === 0 && severity !== "error" && severity !== "fatal"} />
      )}
      <footer className={styles.foot}>
        <p className={styles.note}>{inPlace ? "" : WORDS.result.pending}</p>
        <Button onPress={onClose}>{WORDS.close}</Button>
      </footer>
    </>
  );
}
