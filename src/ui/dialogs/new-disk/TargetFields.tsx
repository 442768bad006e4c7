import type { NewDiskPlace } from "../../../actions/files/new-disk.ts";
import { TextField } from "../../parts/Field.tsx";
import { RadioBar } from "../../parts/RadioBar.tsx";
import { PickWarning } from "../../views/save-as/PickWarning.tsx";
import styles from "./NewDisk.module.css";
import { WORDS } from "./words.ts";

const PLACES = [
  { value: "pick", label: WORDS.target.pick, note: null },
  { value: "download", label: WORDS.target.download, note: null },
  {
    value: "working",
    label: WORDS.target.working,
    note: WORDS.target.workingNote,
  },
] as const;

export interface TargetFieldsProps {
  readonly fileName: string;
  readonly place: NewDiskPlace;
  readonly onFileName: (fileName: string) => void;
  readonly onPlace: (place: NewDiskPlace) => void;
}

/** The name of a new disk's file, and where the file goes. */
export function TargetFields({ fileName, place, onFileName, onPlace }: TargetFieldsProps) {
  return (
    <div className={styles.target}>
      <TextField label={WORDS.target.fileName} value={fileName} onChange={onFileName} />
      <RadioBar label={WORDS.target.saveAs} value={place} options={PLACES} onChange={onPlace} />
      {place === "pick" && <PickWarning />}
    </div>
  );
}
