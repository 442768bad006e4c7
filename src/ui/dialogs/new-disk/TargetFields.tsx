import type { NewDiskPlace } from "../../../actions/files/new-disk.ts";
import { useStore } from "../../../state/store.ts";
import { TextField } from "../../parts/Field.tsx";
import { RadioBar } from "../../parts/RadioBar.tsx";
import { savePlaces } from "../../views/save-as/places.ts";
import { SaveAsNote } from "../../views/save-as/SaveAsNote.tsx";
import styles from "./NewDisk.module.css";
import { WORDS } from "./words.ts";

const WORKING = { value: "working", label: WORDS.target.working, note: WORDS.target.workingNote } as const;

export interface TargetFieldsProps {
  readonly fileName: string;
  readonly place: NewDiskPlace;
  readonly onFileName: (fileName: string) => void;
  readonly onPlace: (place: NewDiskPlace) => void;
}

/** The name of a new disk's file, and where the file goes. */
export function TargetFields({ fileName, place, onFileName, onPlace }: TargetFieldsProps) {
  const noStorage = useStore((state) => state.hasStorage === false);
  const places = noStorage ? savePlaces() : [...savePlaces(), WORKING];
  return (
    <div className={styles.target}>
      <TextField label={WORDS.target.fileName} value={fileName} onChange={onFileName} />
      <RadioBar<NewDiskPlace> label={WORDS.target.saveAs} value={place} options={places} onChange={onPlace} />
      {place !== "working" && <SaveAsNote place={place} />}
      {noStorage && <p className={styles.missing}>{WORDS.target.noStorage}</p>}
    </div>
  );
}
