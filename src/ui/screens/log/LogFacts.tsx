import { NIL_GUID } from "../../../../workers/shared/guid.ts";
import { ENTRY_STATES } from "./entry-state.ts";
import type { LogEntryState } from "../../../../workers/api/index.ts";
import { formatOffset } from "../../parts/format.ts";
import { sizeText, numberText } from "../../../../workers/shared/text.ts";
import styles from "./Log.module.css";
import type { LogModel } from "./log-model.ts";
import { StateMark } from "./StateMark.tsx";
import { WORDS } from "./words.ts";

const STATES = Object.keys(ENTRY_STATES) as LogEntryState[];

/** Below the ring: its legend with counts, and where the log stands. */
export function LogFacts({ model: { log, counts, active } }: { model: LogModel }) {
  const { guid, sizeAfterReplay } = log;
  return (
    <div>
      <dl className={styles.legend} aria-label={WORDS.facts.legend}>
        {STATES.map((state) => (
          <div key={state}>
            <dt title={ENTRY_STATES[state].meaning}>
              <StateMark state={state} />
            </dt>
            <dd>{numberText(counts[state])}</dd>
          </div>
        ))}
      </dl>
      <dl className={styles.facts} aria-label={WORDS.facts.name}>
        <div>
          <dt>{WORDS.facts.guid}</dt>
          <dd className={styles.mono}>{guid === NIL_GUID ? WORDS.facts.noGuid : guid}</dd>
        </div>
        <div>
          <dt>{WORDS.facts.inFile}</dt>
          <dd>
            <span className={styles.mono}>{formatOffset(log.offset)}</span>, {sizeText(log.length)}
          </dd>
        </div>
        {active.length > 0 && sizeAfterReplay !== null && (
          <div>
            <dt>{WORDS.facts.afterReplay}</dt>
            <dd>{sizeText(sizeAfterReplay)}</dd>
          </div>
        )}
      </dl>
    </div>
  );
}
