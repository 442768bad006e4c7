import { type ReactNode, useState } from "react";
import { type MadeDisk, openMade } from "../../../actions/files/new-disk.ts";
import { toVhdxError } from "../../../../workers/shared/error.ts";
import { ErrorNote } from "../../parts/ErrorNote.tsx";
import { formatBytesExactly } from "../../parts/format.ts";
import { Note, Notes } from "../../parts/Note.tsx";
import { JobDialog } from "../../shell/jobs/JobDialog.tsx";
import { WORDS } from "./words.ts";

type Step =
  | { readonly kind: "asking"; readonly error: { readonly message: string } | null }
  | { readonly kind: "running" }
  | { readonly kind: "made"; readonly made: MadeDisk };

export interface MakeDialogProps {
  readonly title: string;
  /** Title of the job that makes the disk. */
  readonly job: string;
  /** What is wrong with the form's values, as a sentence; null where nothing is. */
  readonly problem: string | null;
  /** Makes the disk; null while the form's values don't allow it. */
  readonly make: (() => Promise<MadeDisk | null>) | null;
  readonly onClose: () => void;
  /** The form. */
  readonly children: ReactNode;
}

/** Asks for the properties of a disk, makes it, and offers to open it. */
export function MakeDialog({ title, job, problem, make, onClose, children }: MakeDialogProps) {
  const [step, setStep] = useState<Step>({ kind: "asking", error: null });

  const run = async (start: () => Promise<MadeDisk | null>) => {
    try {
      setStep({ kind: "running" });
      const made = await start();
      setStep(made === null ? { kind: "asking", error: null } : { kind: "made", made });
    } catch (thrown) {
      setStep({ kind: "asking", error: toVhdxError(thrown) });
    }
  };

  if (step.kind === "made")
    return (
      <JobDialog
        title={title}
        job={job}
        running={false}
        open
        onClose={onClose}
        cancel={WORDS.close}
        confirm={WORDS.open}
        focus="confirm"
        onConfirm={() => {
          onClose();
          void openMade(step.made);
        }}
      >
        <Notes>
          <Note severity="ok">
            {`${WORDS.done[step.made.place]} `}
            <strong>{step.made.name}</strong>
            {step.made.size !== null && `, ${formatBytesExactly(step.made.size)}`}.
          </Note>
        </Notes>
      </JobDialog>
    );
  return (
    <JobDialog
      title={title}
      job={job}
      running={step.kind === "running"}
      open
      onClose={onClose}
      confirm={WORDS.create}
      ready={make !== null}
      onConfirm={() => {
        if (make !== null) void run(make);
      }}
    >
      {children}
      <Notes>{problem !== null && <Note severity="error">{problem}</Note>}</Notes>
      {step.kind === "asking" && step.error !== null && (
        <ErrorNote title={WORDS.notCreated} error={step.error} />
      )}
    </JobDialog>
  );
}
