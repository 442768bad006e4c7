import { useMemo, useState } from "react";
import { FolderTree, History, Save } from "lucide-react";
import { goToLogEntry } from "../../actions/places.ts";
import { Button } from "../parts/Button.tsx";
import { formatOffset, formatPlural } from "../parts/format.ts";
import { Panel } from "../parts/Panel.tsx";
import { DescriptorTable } from "./DescriptorTable.tsx";
import { ENTRY_STATES } from "./entry-state.ts";
import styles from "./Log.module.css";
import type { LogRow } from "./log-model.ts";
import { StateMark } from "./StateMark.tsx";
import { TargetChange } from "./TargetChange.tsx";

export interface EntryPanelProps {
  readonly image: string;
  readonly revision: number;
  readonly row: LogRow;
  /** Entries of the active sequence applied so far. */
  readonly applied: number;
  readonly canReplay: boolean;
  readonly onReplayTo: (order: number) => void;
  readonly onSave: (row: LogRow) => void;
}

/** The selected entry: why it is what it is, what it writes, and what that changes. */
export function EntryPanel({
  image,
  revision,
  row,
  applied,
  canReplay,
  onReplayTo,
  onSave,
}: EntryPanelProps) {
  const [chosen, setChosen] = useState({ entry: row.offset, index: 0 });
  const index = chosen.entry === row.offset ? chosen.index : 0;
  const descriptors = useMemo(
    () => row.entry.descriptors.map((descriptor, at) => ({ index: at, descriptor })),
    [row],
  );
  const descriptor = row.entry.descriptors[index];
  const { order } = row;
  return (
    <Panel
      title={`Entry at ${formatOffset(row.offset)}`}
      aside={<StateMark state={row.entry.state} />}
      className={styles.flat}
      fill
      flush
      tools={
        <>
          {order !== null && canReplay && (
            <Button
              size="s"
              icon={<History />}
              isDisabled={order === applied}
              onPress={() => onReplayTo(order)}
            >
              Replay up to here
            </Button>
          )}
          <Button
            size="s"
            icon={<FolderTree />}
            onPress={() => void goToLogEntry(row.offset, { screen: "structure" })}
          >
            Show in Structure
          </Button>
          <Button size="s" icon={<Save />} onPress={() => onSave(row)}>
            Save entry…
          </Button>
        </>
      }
    >
      <div className={styles.entry}>
        <p className={styles.reason}>
          {row.entry.reason} <span className={styles.guid}>Log GUID {row.entry.guid}</span>
        </p>
        <div className={styles.descriptors}>
          <DescriptorTable
            row={row}
            rows={descriptors}
            selected={index}
            onSelect={(next) => setChosen({ entry: row.offset, index: next })}
          />
          {row.entry.descriptorCount > descriptors.length && descriptors.length > 0 && (
            <p className={styles.note}>
              {formatPlural(row.entry.descriptorCount - descriptors.length, "more descriptor")} in Structure
            </p>
          )}
        </div>
        <section className={styles.effect} aria-label="Change by the selected descriptor">
          {order === null ? (
            <p className={styles.note}>
              No replay applies this entry. {ENTRY_STATES[row.entry.state].meaning}
            </p>
          ) : (
            descriptor !== undefined && (
              <>
                <p className={styles.note}>
                  <strong>{descriptor.target}</strong>, before and after entry {order}
                </p>
                <TargetChange image={image} revision={revision} descriptor={descriptor} order={order} />
              </>
            )
          )}
        </section>
      </div>
    </Panel>
  );
}
