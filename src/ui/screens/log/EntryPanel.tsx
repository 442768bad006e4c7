import { FolderTree, History, Save } from "lucide-react";
import { useState } from "react";
import type { LayerRef } from "../../../../workers/api/index.ts";
import { goToLogEntry } from "../../../actions/place/places.ts";
import { Button } from "../../parts/Button.tsx";
import { formatOffset } from "../../parts/format.ts";
import { Panel } from "../../parts/Panel.tsx";
import { DescriptorTable } from "./DescriptorTable.tsx";
import styles from "./Log.module.css";
import type { LogRow } from "./log-model.ts";
import { StateMark } from "./StateMark.tsx";
import { TargetChange } from "./TargetChange.tsx";
import { useDescriptors } from "./use-descriptors.ts";
import { WORDS } from "./words.ts";

export interface EntryPanelProps {
  readonly image: string;
  readonly revision: number;
  readonly layer: LayerRef;
  readonly row: LogRow;
  /** Where it begins in the file. */
  readonly fileOffset: bigint;
  /** Entries of the active sequence applied so far. */
  readonly applied: number;
  readonly canReplay: boolean;
  readonly onReplayTo: (order: number) => void;
  readonly onSave: (row: LogRow) => void;
}

/** The selected entry: why it is what it is, what it writes, and what that changes. */
export function EntryPanel(props: EntryPanelProps) {
  const { image, revision, layer, row, fileOffset, applied, canReplay, onReplayTo, onSave } = props;
  const { order } = row;
  return (
    <Panel
      title={WORDS.entry.title(formatOffset(row.offset))}
      aside={
        <>
          {WORDS.entry.fileOffset(formatOffset(fileOffset))}
          <StateMark state={row.state} />
        </>
      }
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
              {WORDS.entry.replayToHere}
            </Button>
          )}
          <Button
            size="s"
            icon={<FolderTree />}
            onPress={() => void goToLogEntry(row.offset, { screen: "structure" })}
          >
            {WORDS.entry.showInStructure}
          </Button>
          <Button size="s" icon={<Save />} onPress={() => onSave(row)}>
            {WORDS.entry.save}
          </Button>
        </>
      }
    >
      <EntryBody key={row.offset} image={image} revision={revision} layer={layer} row={row} />
    </Panel>
  );
}

function EntryBody({
  image,
  revision,
  layer,
  row,
}: Pick<EntryPanelProps, "image" | "revision" | "layer" | "row">) {
  const [index, setIndex] = useState(0);
  const descriptors = useDescriptors(image, layer, row);
  const descriptor = descriptors.at(index);
  return (
    <div className={styles.entry}>
      <p className={styles.reason}>
        {row.reason} <span className={styles.guid}>{WORDS.entry.guid(row.guid)}</span>
      </p>
      <div className={styles.descriptors}>
        <DescriptorTable row={row} descriptors={descriptors} selected={index} onSelect={setIndex} />
        {descriptors.omitted > 0 && (
          <p className={styles.note}>{WORDS.entry.moreDescriptors(descriptors.omitted)}</p>
        )}
      </div>
      <section className={styles.effect} aria-label={WORDS.entry.change}>
        {descriptor !== null && (
          <TargetChange
            image={image}
            revision={revision}
            layer={layer}
            row={row}
            index={index}
            descriptor={descriptor}
          />
        )}
      </section>
    </div>
  );
}
