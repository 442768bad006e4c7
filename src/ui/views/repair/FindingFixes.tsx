import { Wrench } from "lucide-react";
import { useId, useState } from "react";
import type { Fault } from "../../../../workers/api/index.ts";
import { addFix } from "../../../actions/edit/repairs.ts";
import { Button } from "../../parts/Button.tsx";
import { Select } from "../../parts/Select.tsx";
import styles from "./Repair.module.css";
import { WORDS } from "./words.ts";

/** The fixes for a fault: the user chooses one, and reads what it loses and how it is known. */
export function FaultFixes({ fault }: { readonly fault: Fault }) {
  const { fixes, hopeless } = fault;
  const [chosen, setChosen] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const titleId = useId();
  const lossId = useId();
  const fix = fixes.find(({ id }) => id === chosen) ?? fixes[0];
  if (fix === undefined) return <p className={styles.hopeless}>{WORDS.hopeless(hopeless ?? "")}</p>;
  const add = async () => {
    setBusy(true);
    await addFix(fix.id);
    setBusy(false);
  };
  return (
    <div className={styles.fix}>
      <div className={styles.line}>
        <Button
          size="s"
          icon={<Wrench />}
          isDisabled={busy}
          aria-describedby={`${titleId} ${lossId}`}
          onPress={() => void add()}
        >
          {WORDS.add}
        </Button>
        {fixes.length > 1 && (
          <div className={styles.choice}>
            <Select
              label={WORDS.method}
              value={fix.id}
              options={fixes.map(({ id, title, recommended }) => ({
                value: id,
                label: recommended ? WORDS.recommended(title) : title,
              }))}
              onChange={setChosen}
            />
          </div>
        )}
      </div>
      <p id={titleId} className={styles.title}>
        {fix.title}
      </p>
      <p id={lossId} className={fix.loss === null ? styles.safe : styles.loss}>
        {fix.loss === null ? WORDS.nothingLost : WORDS.lost(fix.loss)}
      </p>
      <details className={styles.evidence}>
        <summary>{WORDS.evidence}</summary>
        <ul>
          {fix.evidence.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </details>
    </div>
  );
}

/** Below a finding: its fixes, or why it can't be repaired. */
export function FindingFixes({ fault }: { readonly fault: Fault }) {
  return (
    // A click on the row itself goes to the finding's place.
    <div role="presentation" onClick={(event) => event.stopPropagation()}>
      <FaultFixes key={fault.id} fault={fault} />
    </div>
  );
}
