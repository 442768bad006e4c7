import { useEffect, useState } from "react";
import type { Fix } from "../../../../workers/api/index.ts";
import { toVhdxError } from "../../../../workers/shared/error.ts";
import { visibleText } from "../../../../workers/shared/visible-text.ts";
import { checkEdited } from "../../../actions/edit/edits.ts";
import { repair } from "../../../actions/edit/repairs.ts";
import { pendingCount, validCheck } from "../../../state/edits.ts";
import { type RepairsMade, shownRepairs } from "../../../state/repair.ts";
import { useStore } from "../../../state/store.ts";
import { Dialog } from "../../parts/Dialog.tsx";
import { ErrorNote } from "../../parts/ErrorNote.tsx";
import { JobInDialog } from "../../shell/jobs/JobInDialog.tsx";
import { PlanStep } from "./PlanStep.tsx";
import { ResultStep } from "./ResultStep.tsx";
import { SavedStep } from "./SavedStep.tsx";
import { Steps } from "./Steps.tsx";
import { WORDS } from "./words.ts";

/** What the dialog shows: the last step is shown as long as something has been saved. */
type Step = "plan" | "working" | "result";

const NOTHING_MADE: RepairsMade = { fixes: 0, stopped: null, lost: [] };

/** What is wrong, what will be done, what came of it, and how to take it: one step after the other. */
export function RepairDialog() {
  const summary = useStore((state) => state.summary);
  const pending = useStore(pendingCount);
  const shown = useStore(shownRepairs);
  const finished = useStore((state) => state.finished);
  const setFinished = useStore((state) => state.setFinished);
  const setOpen = useStore((state) => state.setRepairOpen);
  const [reached, setStep] = useState<Step>(shown === null ? "plan" : "result");
  const [made, setMade] = useState(shown ?? NOTHING_MADE);
  const [error, setError] = useState<{ readonly message: string } | null>(null);
  const isChecked = useStore((state) => validCheck(state) !== null);
  const setLayer = useStore((state) => state.setLayer);
  // The fixes may be undone while the dialog opens: then there is no result to show. A working disk has no pending changes at all.
  const undone = pending === 0 && summary?.inPlace === false;
  const step = reached === "result" && undone ? "plan" : reached;

  // Whoever comes back for the result of fixes made before may have changed something or looked at another layer meanwhile.
  useEffect(() => {
    if (step !== "result" || pending === 0) return;
    setLayer("edited");
    if (!isChecked) void checkEdited().catch((thrown: unknown) => setError(toVhdxError(thrown)));
    // Once for each visit of the step: a cancelled check is not begun again.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [step]);

  if (summary === null) return null;
  const close = () => setOpen(false);
  const make = async (agreed: readonly Fix[]) => {
    setError(null);
    setStep("working");
    try {
      const result = await repair(agreed.map(({ id }) => id));
      if (result === null) return setStep("plan");
      const lost = agreed.flatMap(({ loss }) => loss ?? []);
      const before = undone ? NOTHING_MADE : made;
      const next = {
        fixes: before.fixes + result.made,
        stopped: result.stopped,
        lost: [...new Set([...before.lost, ...lost])],
      };
      setMade(next);
      if (result.made > 0) useStore.getState().setRepaired(summary.id, next);
      setStep(result.made === 0 ? "plan" : "result");
      if (result.made === 0) setError({ message: result.stopped ?? WORDS.nothingChanged });
    } catch (thrown) {
      setError(toVhdxError(thrown));
      setStep("plan");
    }
  };
  const saved = step === "result" && finished !== null ? finished : null;
  const title = WORDS.title(visibleText(summary.name));
  return (
    <Dialog title={title} wide open onClose={close} dismissable={false}>
      <Steps at={saved !== null ? 2 : step === "plan" ? 0 : 1} />
      {error !== null && <ErrorNote title={WORDS.notRepaired} error={error} hint={WORDS.unchanged} />}
      {step === "plan" && <PlanStep onMake={(agreed) => void make(agreed)} onClose={close} />}
      {step === "working" && <JobInDialog about={summary.id} />}
      {step === "result" && saved === null && (
        <ResultStep made={made} onBack={() => setStep("plan")} onClose={close} />
      )}
      {saved !== null && <SavedStep finished={saved} onBack={() => setFinished(null)} onClose={close} />}
    </Dialog>
  );
}
