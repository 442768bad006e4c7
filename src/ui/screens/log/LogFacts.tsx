import { NIL_GUID } from "../../../../workers/shared/guid.ts";
import { ENTRY_STATES } from "./entry-state.ts";
import type { LogEntryState } from "../../../../workers/api/index.ts";
import { formatOffset } from "../../parts/format.ts";
import { sizeText, numberText } from "../../../../workers/shared/text.ts";
import styles from "./Log.module.css";
import type { LogModel } from "./log-model.ts";
import { StateMark } from "./StateMark.tsx";

const STATES = Object.keys(ENTRY_STATES) as LogEntryState[];

/** Below the ring: its legend with counts, and where the log stands. */
export function LogFacts({ model: { log, counts, active } }: { model: LogModel }) {
  const { guid, sizeAfterReplay } = log;
  return (
    <div>
      <dl className={styles.legend} aria-label="Legend">
        {STATES.map((state) => (
          <div key={state}>
            <dt title={ENTRY_STATES[state].meaning}>
              <StateMark state={state} />
            </dt>
            <dd>{numberText(counts[state])}</dd>
          </div>
        ))}
      </dl>
      <dl className={styles.facts} aria-label="Log">
        <div>
          <dt>Log GUID</dt>
          <dd className={styles.mono}>
            {guid === NIL_GUID ? "none: emptied when the disk was closed" : guid}
          </dd>
        </div>
        <div>
          <dt>In the file</dt>
          <dd>
            <span className={styles.mono}>{formatOffset(log.offset)}</span>, {sizeText(log.length)}
          </dd>
        </div>
        {active.length > 0 && sizeAfterReplay !== null && (
          <div>
            <dt>File after replay</dt>
            <dd>{sizeText(sizeAfterReplay)}</dd>
          </div>
        )}
      </dl>
    </div>
  );
}
