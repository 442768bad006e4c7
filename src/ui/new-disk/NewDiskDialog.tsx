import { useState } from "react";
import { type MadeDisk, makeDisk, MAKING, type NewDiskPlace, openMade } from "../../actions/new-disk.ts";
import { toEngineError } from "../../client/errors.ts";
import { useStore } from "../../state/store.ts";
import { Button } from "../parts/Button.tsx";
import { Dialog } from "../parts/Dialog.tsx";
import { ErrorNote } from "../parts/ErrorNote.tsx";
import { formatBytesExactly } from "../parts/format.ts";
import { SeveritySign } from "../parts/Severity.tsx";
import { DialogJob } from "../shell/DialogJob.tsx";
import { useJobCancel } from "../shell/use-job.ts";
import { diskFileName, fileNameProblem } from "./file-name.ts";
import styles from "./NewDisk.module.css";
import { NewDiskFields } from "./NewDiskFields.tsx";
import { useNewDiskForm } from "./use-new-disk-form.ts";

type Step =
  | { readonly kind: "asking"; readonly error: { readonly message: string } | null }
  | { readonly kind: "running" }
  | { readonly kind: "made"; readonly made: MadeDisk };

const DONE: Readonly<Record<NewDiskPlace, string>> = {
  pick: "Saved",
  download: "Handed to the browser's downloads",
  working: "Kept in this browser's own storage",
};

/** Asks what a new disk is to be, makes it, and offers to open it. */
export function NewDiskDialog() {
  const setOpen = useStore((state) => state.setNewDiskOpen);
  const saveAs = useStore((state) => state.saveAs);
  const fields = useNewDiskForm();
  const [fileName, setFileName] = useState("disk.vhdx");
  const [place, setPlace] = useState<NewDiskPlace>(saveAs);
  const [step, setStep] = useState<Step>({ kind: "asking", error: null });
  const { can, cancel } = useJobCancel(MAKING);
  const close = () => setOpen(false);
  const { options, problem } = fields;
  const sentence = fileNameProblem(fileName) ?? problem;

  const make = async () => {
    if (options === null) return;
    try {
      setStep({ kind: "running" });
      const made = await makeDisk(options, diskFileName(fileName), place);
      setStep(made === null ? { kind: "asking", error: null } : { kind: "made", made });
    } catch (thrown) {
      setStep({ kind: "asking", error: toEngineError(thrown) });
    }
  };

  if (step.kind === "running")
    return (
      <Dialog
        title="New disk"
        open
        dismissable={false}
        onClose={cancel}
        actions={
          <Button isDisabled={!can} onPress={cancel}>
            Cancel
          </Button>
        }
      >
        <DialogJob title={MAKING} />
      </Dialog>
    );
  if (step.kind === "made")
    return (
      <Dialog
        title="New disk"
        open
        onClose={close}
        actions={
          <>
            <Button onPress={close}>Close</Button>
            <Button
              variant="primary"
              autoFocus
              onPress={() => {
                close();
                void openMade(step.made);
              }}
            >
              Open it
            </Button>
          </>
        }
      >
        <p role="status" className={styles.done}>
          <SeveritySign severity="ok" size="m" decorative />
          <span>
            {`${DONE[step.made.place]}: `}
            <strong className={styles.name}>{step.made.name}</strong>
            {step.made.size !== null && `, ${formatBytesExactly(step.made.size)}`}.
          </span>
        </p>
      </Dialog>
    );
  return (
    <Dialog
      title="New disk"
      open
      onClose={close}
      actions={
        <>
          <Button onPress={close}>Cancel</Button>
          <Button
            variant="primary"
            isDisabled={options === null || sentence !== null}
            onPress={() => void make()}
          >
            Create
          </Button>
        </>
      }
    >
      <div className={styles.body}>
        <NewDiskFields
          {...fields}
          fileName={fileName}
          place={place}
          onFileName={setFileName}
          onPlace={setPlace}
        />
        <div role="status" className={styles.status}>
          {sentence !== null && (
            <>
              <SeveritySign severity="error" size="m" />
              {sentence}
            </>
          )}
        </div>
        {step.error !== null && <ErrorNote title="Not made." error={step.error} />}
      </div>
    </Dialog>
  );
}
