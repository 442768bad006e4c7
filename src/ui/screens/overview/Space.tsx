import { HardDriveDownload } from "lucide-react";
import type { PressEvent } from "react-aria-components";
import { knownSpace, measureSpace } from "../../../actions/browse/space.ts";
import { reportTrouble } from "../../../actions/engine/trouble.ts";
import { useStore } from "../../../state/store.ts";
import { Button } from "../../parts/Button.tsx";
import styles from "./Overview.module.css";
import { WORDS } from "./words.ts";

const NOTE = "space-note";
const BUTTON = "measure-space";

/** How much of the file's stored blocks hold nothing that a file system uses, once that was asked for. */
export function SpaceNote() {
  const space = useStore(knownSpace);
  return space === null ? null : (
    <p id={NOTE} role="status" tabIndex={-1} className={styles.unchecked}>
      {WORDS.verdict.space(space.words)}
    </p>
  );
}

/**
 * The button loses the focus, as it is disabled while the job runs and gone once the answer is there. Whoever pressed it by keyboard goes on at
 * the answer; after a cancel, at the button.
 */
function focusAgain() {
  const { activeElement } = document;
  if (activeElement === null || activeElement === document.body)
    (document.getElementById(NOTE) ?? document.getElementById(BUTTON))?.focus();
}

/** Asks for it. */
export function MeasureSpace() {
  const space = useStore(knownSpace);
  const busy = useStore((state) => state.jobs.length > 0);
  const measure = ({ pointerType }: PressEvent) => {
    const isByKeys = pointerType === "keyboard" || pointerType === "virtual";
    measureSpace().then(
      () => isByKeys && requestAnimationFrame(focusAgain),
      (thrown: unknown) => reportTrouble(WORDS.verdict.noSpace, thrown),
    );
  };
  return space === null ? (
    <Button id={BUTTON} variant="quiet" icon={<HardDriveDownload />} isDisabled={busy} onPress={measure}>
      {WORDS.verdict.measureSpace}
    </Button>
  ) : null;
}
