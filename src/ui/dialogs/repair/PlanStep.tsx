import { useState } from "react";
import type { Fix } from "../../../../workers/api/index.ts";
import { findingCatalogue } from "../../../actions/engine/answers.ts";
import { useStore } from "../../../state/store.ts";
import { useQuery } from "../../hooks/use-query.ts";
import { Button } from "../../parts/Button.tsx";
import { Checkbox } from "../../parts/Checkbox.tsx";
import { SeveritySign } from "../../parts/Severity.tsx";
import { useRepairs } from "../../views/repair/use-repairs.ts";
import styles from "./Repair.module.css";
import { type RepairGroup, repairGroups } from "./repair-groups.ts";
import { WORDS } from "./words.ts";

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
        <strong>{`${WORDS.plan.fix} `}</strong>
        {`${first.title}.`}
        {others.length > 0 && ` ${WORDS.plan.othersLikeIt(others.length)}`}
      </p>
      {first.loss !== null && <p className={styles.loss}>{WORDS.plan.lost(first.loss)}</p>}
      <details className={styles.more}>
        <summary>{others.length === 0 ? WORDS.plan.evidence : WORDS.plan.evidenceOfEach}</summary>
        <ul>
          {first.evidence.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
          {others.slice(0, LISTED).map(({ id, title, loss }) => (
            <li key={id}>{loss === null ? `${title}.` : `${title}. ${WORDS.plan.lost(loss)}`}</li>
          ))}
          {more > 0 && <li>{WORDS.plan.more(more)}</li>}
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
            label={fixes.length === 1 ? WORDS.plan.makeThis : WORDS.plan.makeThese(fixes.length)}
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
  if (repairs === null || catalogue === null) return <p role="status">{WORDS.plan.looking}</p>;
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
      {safe.length + losing.length + hopeless.length === 0 && <p>{WORDS.plan.nothing}</p>}
      {!repairs.complete && <p>{WORDS.plan.incomplete}</p>}
      {safe.length > 0 && (
        <section aria-label={WORDS.plan.safeName} className={styles.part}>
          <h3 className={styles.heading}>{WORDS.plan.safe}</h3>
          <ul className={styles.groups}>
            {safe.map((group) => (
              <Group key={group.key} group={group} chosen={null} />
            ))}
          </ul>
        </section>
      )}
      {losing.length > 0 && (
        <section aria-label={WORDS.plan.losingName} className={styles.part}>
          <h3 className={styles.heading}>{WORDS.plan.losing}</h3>
          {losing.length > 1 && (
            <Checkbox
              label={WORDS.plan.makeAll(losing.length)}
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
          <p className={styles.note}>{WORDS.plan.otherMethods}</p>
        </section>
      )}
      {hopeless.length > 0 && (
        <section aria-label={WORDS.plan.hopeless} className={styles.part}>
          <h3 className={styles.heading}>{WORDS.plan.hopeless}</h3>
          <ul className={styles.groups}>
            {hopeless.map((group) => (
              <Group key={group.key} group={group} chosen={null} />
            ))}
          </ul>
        </section>
      )}
      <footer className={styles.foot}>
        <p className={styles.note}>{inPlace ? WORDS.plan.atOnce : WORDS.plan.pending}</p>
        <Button onPress={onClose}>{WORDS.plan.cancel}</Button>
        <Button variant="primary" autoFocus isDisabled={count === 0} onPress={() => onMake(agreed)}>
          {count > 0
            ? WORDS.plan.make(count)
            : losing.length > 0
              ? WORDS.plan.chooseFirst
              : WORDS.plan.nothingToFix}
        </Button>
      </footer>
    </>
  );
}
