import { useState } from "react";
import { makeDisk, MAKING, type NewDiskPlace } from "../../../actions/files/new-disk.ts";
import { useStore } from "../../../state/store.ts";
import { diskFileName, fileNameProblem } from "./file-name.ts";
import { MakeDialog } from "./MakeDialog.tsx";
import { NewDiskFields } from "./NewDiskFields.tsx";
import { useNewDiskForm } from "./use-new-disk-form.ts";
import { WORDS } from "./words.ts";

/** Asks for the properties of a new disk, makes it, and offers to open it. */
export function NewDiskDialog() {
  const setOpen = useStore((state) => state.setNewDiskOpen);
  const saveAs = useStore((state) => state.saveAs);
  const fields = useNewDiskForm();
  const [fileName, setFileName] = useState("disk.vhdx");
  const [place, setPlace] = useState<NewDiskPlace>(saveAs);
  const { options, problem } = fields;
  const sentence = fileNameProblem(fileName) ?? problem;
  return (
    <MakeDialog
      title={WORDS.title}
      job={MAKING}
      problem={sentence}
      make={
        options === null || sentence !== null ? null : () => makeDisk(options, diskFileName(fileName), place)
      }
      onClose={() => setOpen(false)}
    >
      <NewDiskFields
        {...fields}
        fileName={fileName}
        place={place}
        onFileName={setFileName}
        onPlace={setPlace}
      />
    </MakeDialog>
  );
}
