import { useCallback, useMemo } from "react";
import { goToLogEntry } from "../../../actions/place/places.ts";
import { connect } from "../../../client/engine.ts";
import { useStore } from "../../../state/store.ts";
import { layerRef } from "../../../state/view.ts";
import { EmptyState } from "../../parts/EmptyState.tsx";
import { ErrorNote } from "../../parts/ErrorNote.tsx";
import { Panel } from "../../parts/Panel.tsx";
import { rowHeight } from "../../views/scroll/use-scroller.ts";
import { Split } from "../../parts/split/Split.tsx";
import { useQuery } from "../../hooks/use-query.ts";
import { entryActions } from "./entry-actions.ts";
import { EntryPanel } from "./EntryPanel.tsx";
import { EntryTable } from "./EntryTable.tsx";
import styles from "./Log.module.css";
import { LogEdits } from "./LogEdits.tsx";
import { LogFacts } from "./LogFacts.tsx";
import { entryFileOffset, logModel, type LogRow } from "./log-model.ts";
import { logText, noLogReason } from "./log-text.ts";
import { LogVerdict } from "./LogVerdict.tsx";
import { ReplayBar } from "./ReplayBar.tsx";
import { Ring } from "./Ring.tsx";
import { saveEntry } from "./save-entry.ts";
import { StatePatterns } from "./StateMark.tsx";
import { useContextual } from "../../hooks/use-contextual.ts";
import { WORDS } from "./words.ts";

/** Find on a screen about the log: its bytes are on the Structure screen, so the search goes on there, in the log alone. */
export function useFindInLog(): void {
  useContextual({
    find: () => {
      const { setFind, show } = useStore.getState();
      setFind({ findOpen: true, findInLog: true, found: null });
      show("structure");
    },
  });
}

/** More entries than this are worth half of the screen. */
const MANY = 12;

/** Height of the entry table, px: with few entries the rest is for the selected one. */
function entriesSize(count: number): string | number {
  return count > MANY ? "50%" : 74 + rowHeight() * Math.max(3, count);
}

/** Selects the entry at once on this screen, while the other selections are still looked up. */
function select(row: LogRow, reveal: boolean): void {
  useStore.getState().setPlace({ logEntry: row.offset }, reveal);
  void goToLogEntry(row.offset, { reveal, jump: false });
}

/** The log of the file as stored: its ring, every entry, what each writes, and how far it is replayed. */
export function LogScreen() {
  useFindInLog();
  const summary = useStore((state) => state.summary);
  const revision = useStore((state) => state.revision);
  const logEntry = useStore((state) => state.logEntry);
  const reveal = useStore((state) => state.reveal);
  const layer = useStore((state) => state.layer);
  const upTo = useStore((state) => state.upTo);
  const id = summary?.id ?? null;
  // The log itself is the same on every layer: a replay is held in memory and leaves it as it is.
  const scanned = summary?.logScanned ?? false;
  const { data, error } = useQuery(
    id === null
      ? null
      : async () => {
          const log = await connect().views.log(id, { name: "original", upTo: null });
          // The view of an unread log may still be shown when the summary already knows better.
          return { log, scanned };
        },
    [id, revision, scanned],
  );
  const model = useMemo(() => (data === null ? null : logModel(data.log)), [data]);

  const total = model?.active.length ?? 0;
  const replayTo = useCallback(
    (count: number) => {
      const { setLayer, setUpTo } = useStore.getState();
      setUpTo(count === total ? null : count);
      setLayer("replayed");
    },
    [total],
  );

  if (error !== null) return <ErrorNote title={WORDS.cantRead} error={error} />;
  if (summary === null || model === null || data === null) return null;
  const { log, rows, active } = model;
  const applied = layer === "original" ? 0 : Math.min(upTo ?? total, total);
  const selected =
    (logEntry === null ? undefined : model.byOffset.get(logEntry)) ?? active[0] ?? rows[0] ?? null;
  const canReplay = summary.layers.replayed.available && total > 0;
  const replayed = layer === "original" ? -1 : applied;
  const save = (row: LogRow) => void saveEntry(log, row);
  const actionsFor = (row: LogRow) =>
    entryActions(row, { model, applied: replayed, canReplay, onReplayTo: replayTo, onSave: save });
  return (
    <div className={styles.screen}>
      <StatePatterns />
      <div className={styles.top}>
        <LogVerdict text={logText(model, data.scanned)} findings={log.findings} />
        {total > 0 && (
          <ReplayBar
            active={active}
            applied={applied}
            disabled={!summary.layers.replayed.available}
            onChange={replayTo}
          />
        )}
      </div>
      {log.length === 0 ? (
        <EmptyState title={WORDS.noLog}>{noLogReason(log)}</EmptyState>
      ) : (
        <div className={styles.columns}>
          <Panel
            title={WORDS.ring.title}
            tools={<LogEdits summary={summary} revision={revision} model={model} />}
            className={styles.flat}
            fill
          >
            <div className={styles.ringSide}>
              <Ring
                model={model}
                selected={selected}
                applied={applied}
                onSelect={(row) => select(row, true)}
                actionsFor={actionsFor}
              />
              <LogFacts model={model} />
            </div>
          </Panel>
          <Split
            id="log"
            orientation="vertical"
            panes={[
              {
                id: "entries",
                label: WORDS.entries.height,
                size: entriesSize(rows.length),
                content: (
                  <Panel
                    className={styles.flat}
                    title={WORDS.entries.title}
                    aside={WORDS.ring.entries(rows.length)}
                    fill
                    flush
                  >
                    <EntryTable
                      model={model}
                      selected={selected}
                      applied={applied}
                      scanned={data.scanned}
                      reveal={reveal}
                      onSelect={(row) => select(row, false)}
                      onOpen={(row) => void goToLogEntry(row.offset, { screen: "structure" })}
                      actionsFor={actionsFor}
                    />
                  </Panel>
                ),
              },
              ...(selected === null
                ? []
                : [
                    {
                      id: "entry",
                      label: WORDS.entry.height,
                      content: (
                        <EntryPanel
                          image={summary.id}
                          revision={revision}
                          layer={layerRef({ layer, upTo })}
                          row={selected}
                          fileOffset={entryFileOffset(log, selected)}
                          applied={replayed}
                          canReplay={canReplay}
                          onReplayTo={replayTo}
                          onSave={save}
                        />
                      ),
                    },
                  ]),
            ]}
          />
        </div>
      )}
    </div>
  );
}
