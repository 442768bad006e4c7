import { TriangleAlert } from "lucide-react";
import { hasSavePicker } from "../../../actions/export/save.ts";
import styles from "./PickWarning.module.css";
import { WORDS } from "./words.ts";

/** Stands beside every choice to save to a picked place. The picker itself empties a file that is picked; no page can prevent that. */
export function PickWarning() {
  return (
    <p className={styles.warning}>
      <TriangleAlert aria-hidden="true" className={styles.sign} />
      {hasSavePicker() ? WORDS.empties : WORDS.noPicker}
    </p>
  );
}
