import { NIL_GUID } from "../../../../workers/shared/guid.ts";
import { useState } from "react";
import type { ImageSummary } from "../../../../workers/api/index.ts";
import { whyNoEdit } from "../../../actions/edit/edit-bytes.ts";
import { applyEdit } from "../../../actions/edit/edits.ts";
import { connect } from "../../../client/engine.ts";
import { useStore } from "../../../state/store.ts";
import { Button } from "../../parts/Button.tsx";
import { ConfirmDialog } from "../../parts/AskDialog.tsx";
import { useContextual } from "../../hooks/use-contextual.ts";
import { useQuery } from "../../hooks/use-query.ts";
import styles from "./Log.module.css";
import type { LogModel } from "./log-model.ts";
import { lossOf } from "./loss.ts";
import { WORDS } from "./words.ts";

export interface LogEditsProps {
  readonly summary: ImageSummary;
  readonly revision: number;
  readonly model: LogModel;
}

/** `Apply log` and `Discard log`, where the header names one: both are changes that can be undone until they are saved. */
export function LogEdits({ summary, revision, model }: LogEditsProps) {
  const [asking, setAsking] = useState(false);
  const edited = summary.layers.edited.available;
  const { data } = useQuery(
    edited
      ? async () => {
          const layer = { name: "edited", upTo: null } as const;
          const { log } = await connect().views.overview(summary.id, layer);
          return log?.guid ?? null;
        }
      : null,
    [summary.id, revision, edited],
  );
  const { data: loss } = useQuery(
    asking ? () => connect().views.logLoss(summary.id, { name: "original", upTo: null }) : null,
    [summary.id, revision, asking],
  );
  const named = model.log.guid !== NIL_GUID;
  const settled = edited && data === NIL_GUID;
  const canDiscard = named && summary.logScanned && !settled;
  const canApply = canDiscard && model.active.length > 0 && summary.layers.replayed.available;

  const apply = async () => {
    const problem = whyNoEdit(useStore.getState(), "file");
    if (problem !== null) useStore.getState().notify("info", problem);
    else if (canApply) await applyEdit({ kind: "apply-log" });
  };
  const ask = () => {
    if (canDiscard) setAsking(true);
  };
  useContextual({ "apply-log": apply, "discard-log": ask });

  if (!named) return null;
  if (settled) return <span className={styles.settled}>{WORDS.edits.settled}</span>;
  return (
    <div className={styles.edits}>
      <Button size="s" isDisabled={!canApply} onPress={() => void apply()}>
        {WORDS.edits.apply}
      </Button>
      <Button size="s" variant="danger" isDisabled={!canDiscard} onPress={ask}>
        {WORDS.edits.discard}
      </Button>
      <ConfirmDialog
        title={WORDS.edits.ask}
        open={asking}
        confirm={WORDS.edits.discard}
        onClose={() => setAsking(false)}
        onConfirm={() => {
          setAsking(false);
          void applyEdit({ kind: "discard-log" });
        }}
      >
        <p>{WORDS.edits.lost}</p>
        {loss === null ? null : (
          <ul>
            {lossOf(loss).map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        )}
        <p>{summary.inPlace ? WORDS.edits.atOnce : WORDS.edits.undoable}</p>
      </ConfirmDialog>
    </div>
  );
}
