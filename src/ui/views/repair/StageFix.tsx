import { Wrench } from "lucide-react";
import { useId, useState } from "react";
import type { Fault } from "../../../../workers/api/index.ts";
import { stageFix } from "../../../actions/edit/repairs.ts";
import { Button } from "../../parts/Button.tsx";
import { Select } from "../../parts/Select.tsx";
import styles from "./Repair.module.css";

/** The ways to mend a fault: one of them to choose, with what it loses and how it is known. */
export function FaultFixes({ fault }: { readonly fault: Fault }) {
  const { fixes, hopeless } = fault;
  const [chosen, setChosen] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const titleId = useId();
  const lossId = useId();
  const fix = fixes.find(({ id }) => id === chosen) ?? fixes[0];
  if (fix === undefined) return <p className={styles.hopeless}>{`Can't be mended: ${hopeless}`}</p>;
  const stage = async () => {
    setBusy(true);
    await stageFix(fix.id);
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
          onPress={() => void stage()}
        >
          Stage fix
        </Button>
        {fixes.length > 1 && (
          <div className={styles.choice}>
            <Select
              label="Way to mend it"
              value={fix.id}
              options={fixes.map(({ id, title, recommended }) => ({
                value: id,
                label: recommended ? `${title} (recommended)` : title,
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
        {fix.loss === null ? "Nothing is lost." : `What is lost: ${fix.loss}`}
      </p>
      <details className={styles.evidence}>
        <summary>How this is known</summary>
        <ul>
          {fix.evidence.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </details>
    </div>
  );
}

/** Beside a finding: how it can be mended, or why it can't. */
export function StageFix({ fault }: { readonly fault: Fault }) {
  return (
    // The row's own click leads to the finding's place.
    <div role="presentation" onClick={(event) => event.stopPropagation()}>
      <FaultFixes key={fault.id} fault={fault} />
    </div>
  );
}
