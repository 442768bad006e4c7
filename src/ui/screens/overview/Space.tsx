import { HardDriveDownload } from "lucide-react";
import { knownSpace, measureSpace } from "../../../actions/browse/space.ts";
import { reportTrouble } from "../../../actions/engine/trouble.ts";
import { useStore } from "../../../state/store.ts";
import { Button } from "../../parts/Button.tsx";
import styles from "./Overview.module.css";
import { WORDS } from "./words.ts";

/** How much of the file's stored blocks hold nothing that a file system uses, once that was asked for. */
export function SpaceNote() {
  const space = useStore(knownSpace);
  return space === null ? null : (
    <p role="status" className={styles.unchecked}>
      {WORDS.verdict.space(space.words)}
    </p>
  );
}

/** Asks for it. */
export function MeasureSpace() {
  const space = useStore(knownSpace);
  const busy = useStore((state) => state.jobs.length > 0);
  const measure = () => {
    measureSpace().catch((thrown: unknown) => reportTrouble(WORDS.verdict.noSpace, thrown));
  };
  return space === null ? (
    <Button variant="quiet" icon={<HardDriveDownload />} isDisabled={busy} onPress={measure}>
      {WORDS.verdict.measureSpace}
    </Button>
  ) : null;
}
