import { useState } from "react";
import type { Fix } from "../../../../workers/api/index.ts";
import { countText } from "../../../../workers/shared/text.ts";
import { findingCatalogue } from "../../../actions/engine/answers.ts";
import { useStore } from "../../../state/store.ts";
import { useQuery } from "../../hooks/use-query.ts";
import { Button } from "../../parts/Button.tsx";
import { Checkbox } from "../../parts/Checkbox.tsx";
import { SeveritySign } from "../../parts/Severity.tsx";
import { useRepairs } from "../../views/repair/use-repairs.ts";
import styles from "./Repair.module.css";
import { type RepairGroup, repairGroups } from "./repair-groups.ts";

/** Fixes of a group that are listed by their titles; the others are counted. */
const LISTED = 20;

/** What the fixes of a group do: the first one's title, and the others below it. */
function Fixes({ fixes }: { readonly fixes: readonly Fix[] }) {
  const [first, ...others] = fixes;
  if (first === undefined) return null;
  const more = others.length - LISTED;
  return (
    <>
      <p className={styles.fix}>
        <strong>Fix: </strong>
        {`${first.title}.`}
        {others.length > 0 && ` And ${countText(others.length, "fix", "fixes")} like it.`}
      </p>
      {first.loss !== null && <p className={styles.loss}>{`Lost: ${first.loss}`}</p>}
      <details className={styles.more}>
        <summary>{others.length === 0 ? "How this is known" : "Each fix, and how it is known"}</summary>
        <ul>
          {first.evidence.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
          {others.slice(0, LISTED).map(({ id, title, loss }) => (
            <li key={id}>{loss === null ? `${title}.` : `${title}. Lost: ${loss}`}</li>
          ))}
          {more > 0 && <li>{`And ${countText(more, "more fix", "more fixes")}, which Overview lists.`}</li>}
        </ul>
      </details>
    </>
  );
}

interface GroupProps {
  readonly group: RepairGroup;
  /** Null where the user has no choice. */
  readonly chosen: boolean | null;
  readonly onChoose?: (chosen: boolean) => void;
}

function Group({ group, chosen, onChoose }: GroupProps) {
  const { severity, wrong, fixes, hopeless } = group;
  return (
    <li className={styles.group}>
      <SeveritySign severity={severity} size="m" />
      <div className={styles.about}>
        <p className={styles.wrong}>{wrong}</p>
        <Fixes fixes={fixes} />
        {hopeless !== null && <p className={styles.fix}>{hopeless}</p>}
        {chosen !== null && (
          <Checkbox
            label={
              fixes.length === 1 ? "Make this fix" : `Make these ${countText(fixes.length, "fix", "fixes")}`
            }
            checked={chosen}
            onChange={(on) => onChoose?.(on)}
          />
        )}
      </div>
    </li>
  );
}

export interface PlanStepProps {
  /** @param agreed fixes that lose something, which the user has ticked. */
  readonly onMake: (agreed: readonly Fix[]) => void;
  readonly onClose: () => void;
}

/** What is wrong, what will be done and what that loses. */
export function PlanStep({ onMake, onClose }: PlanStepProps) {
  const repairs = useRepairs();
  const { data: catalogue } = useQuery(findingCatalogue, []);
  const inPlace = useStore((state) => state.summary?.inPlace === true);
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  if (repairs === null || catalogue === null) return <p role="status">Looking for repairs …</p>;
  const { safe, losing, hopeless } = repairGroups(repairs.faults, catalogue);
  const agreed = losing.filter(({ key }) => ticked.has(key)).flatMap(({ fixes }) => fixes);
  const count = safe.reduce((sum, { fixes }) => sum + fixes.length, 0) + agreed.length;
  const tick = (keys: readonly string[], on: boolean) =>
    setTicked((before) => {
      const after = new Set(before);
      for (const key of keys)
        if (on) after.add(key);
        else after.delete(key);
      return after;
    });
  const allTicked = losing.every(({ key }) => ticked.has(key));
  return (
    <>
      {safe.length + losing.length + hopeless.length === 0 && (
        <p>Nothing that is known has to be repaired.</p>
      )}
      {!repairs.complete && <p>The rest of the file is still being checked: more may be found.</p>}
      {safe.length > 0 && (
        <section aria-label="Fixes that lose nothing" className={styles.part}>
          <h3 className={styles.heading}>Will be fixed; nothing is lost</h3>
          <ul className={styles.groups}>
            {safe.map((group) => (
              <Group key={group.key} group={group} chosen={null} />
            ))}
          </ul>
        </section>
      )}
      {losing.length > 0 && (
        <section aria-label="Fixes that lose something" className={styles.part}>
          <h3 className={styles.heading}>Only if you choose it: something is lost</h3>
          {losing.length > 1 && (
            <Checkbox
              label={`Make all of them, ${countText(losing.length, "kind")}`}
              checked={allTicked}
              onChange={(on) =>
                tick(
                  losing.map(({ key }) => key),
                  on,
                )
              }
            />
          )}
          <ul className={styles.groups}>
            {losing.map((group) => (
              <Group
                key={group.key}
                group={group}
                chosen={ticked.has(group.key)}
                onChoose={(on) => tick([group.key], on)}
              />
            ))}
          </ul>
          <p className={styles.note}>
            Other methods, where there are any, stand beside each finding on Overview.
          </p>
        </section>
      )}
      {hopeless.length > 0 && (
        <section aria-label="No fix of its own" className={styles.part}>
          <h3 className={styles.heading}>No fix of its own</h3>
          <ul className={styles.groups}>
            {hopeless.map((group) => (
              <Group key={group.key} group={group} chosen={null} />
            ))}
          </ul>
        </section>
      )}
      <footer className={styles.foot}>
        <p className={styles.note}>
          {inPlace
            ? "A working disk is changed at once, and that can't be undone."
            : "The file is not written: fixes are pending changes, which are checked before you save them."}
        </p>
        <Button onPress={onClose}>Cancel</Button>
        <Button variant="primary" autoFocus isDisabled={count === 0} onPress={() => onMake(agreed)}>
          {count > 0
            ? `Make ${countText(count, "fix", "fixes")} and check`
            : losing.length > 0
              ? "Choose a fix first"
              : "Nothing to fix"}
        </Button>
      </footer>
    </>
  );
}
