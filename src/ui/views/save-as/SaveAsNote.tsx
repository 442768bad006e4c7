import { Info, TriangleAlert } from "lucide-react";
import { savePicker } from "../../../client/abilities/pickers.ts";
import styles from "./SaveAsNote.module.css";
import { WORDS } from "./words.ts";

export interface SaveAsNoteProps {
  /** The chosen place. */
  readonly place: string;
}

/**
 * Stands beside every choice of where a result goes: warns of the picker, which itself empties a file that is picked (no page can
 * prevent that), or says that this browser has none.
 */
export function SaveAsNote({ place }: SaveAsNoteProps) {
  if (savePicker() === null)
    return (
      <p className={styles.note}>
        <Info aria-hidden="true" className={styles.sign} />
        {WORDS.noPicker}
      </p>
    );
  if (place !== "pick") return null;
  return (
    <p className={styles.warning}>
      <TriangleAlert aria-hidden="true" className={styles.sign} />
      {WORDS.empties}
    </p>
  );
}
