import type { NewDiskPlace } from "../../../actions/files/new-disk.ts";
import { TextField } from "../../parts/Field.tsx";
import { RadioBar } from "../../parts/RadioBar.tsx";
import { PickWarning } from "../../views/save-as/PickWarning.tsx";
import styles from "./NewDisk.module.css";

const PLACES = [
  { value: "pick", label: "Choose a place", note: null },
  { value: "download", label: "Download", note: null },
  {
    value: "working",
    label: "Working disk",
    note: "Stored in this browser and edited in place, through the disk's own log.",
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
      <TextField label="File name" value={fileName} onChange={onFileName} />
      <RadioBar label="Save as" value={place} options={PLACES} onChange={onPlace} />
      {place === "pick" && <PickWarning />}
    </div>
  );
}
