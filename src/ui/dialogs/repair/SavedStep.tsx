import type { FinishedExport } from "../../../state/exports.ts";
import { visibleText } from "../../../../workers/shared/visible-text.ts";
import { sizeText } from "../../../../workers/shared/text.ts";
import { Button } from "../../parts/Button.tsx";
import { SeveritySign } from "../../parts/Severity.tsx";
import { PatchCommand } from "../../views/patch-command/PatchCommand.tsx";
import styles from "./Repair.module.css";
import { WORDS } from "./words.ts";

export interface SavedStepProps {
  readonly finished: FinishedExport;
  /** Goes back to the ways to save. */
  readonly onBack: () => void;
  readonly onClose: () => void;
}

/** What was saved, and what is left to do with it. */
export function SavedStep({ finished, onBack, onClose }: SavedStepProps) {
  const { kind, source, fileName, size, downloaded } = finished;
  const name = visibleText(source);
  return (
    <>
      <div role="status" aria-label={WORDS.saved.name} className={styles.result}>
        <SeveritySign severity="ok" size="l" decorative />
        <p className={styles.verdict}>
          {`${downloaded ? WORDS.saved.downloaded : WORDS.saved.saved} `}
          <span className={styles.fileName}>{visibleText(fileName)}</span>
          {`, ${sizeText(size)}`}
        </p>
      </div>
      {kind === "patch" ? <PatchCommand finished={finished} /> : <p>{WORDS.saved.attach(name)}</p>}
      <footer className={styles.foot}>
        <Button onPress={onBack}>{WORDS.saved.back}</Button>
        <Button variant="primary" autoFocus onPress={onClose}>
          {WORDS.close}
        </Button>
      </footer>
    </>
  );
}
