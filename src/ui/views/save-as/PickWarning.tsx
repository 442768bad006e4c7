import { TriangleAlert } from "lucide-react";
import { hasSavePicker } from "../../../actions/export/save.ts";
import styles from "./PickWarning.module.css";

/** Stands beside every choice to save to a picked place. The picker itself empties a file that is picked; no page can prevent that. */
export function PickWarning() {
  return (
    <p className={styles.warning}>
      <TriangleAlert aria-hidden="true" className={styles.sign} />
      {hasSavePicker()
        ? "Choose a new name. The browser empties an existing file as soon as you pick it."
        : "This browser has no file picker: results go to Downloads."}
    </p>
  );
}
