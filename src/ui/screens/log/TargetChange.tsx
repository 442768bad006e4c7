import type { LayerRef, ReportDescriptor } from "../../../../workers/api/index.ts";
import { goToBatEntry } from "../../../actions/place/places.ts";
import { ErrorNote } from "../../parts/ErrorNote.tsx";
import { formatOffset } from "../../parts/format.ts";
import { sizeText, countText } from "../../../../workers/shared/text.ts";
import { layerName } from "../../parts/Layer.tsx";
import { Cell, Row, Table } from "../../parts/Table.tsx";
import { useQuery } from "../../hooks/use-query.ts";
import type { BatChange } from "./bat-changes.ts";
import { differingBytes } from "./byte-diff.ts";
import { ByteDiff } from "./ByteDiff.tsx";
import { ENTRY_STATES } from "./entry-state.ts";
import { changeByReplay, changeNotMade, COMPARED } from "./load-change.ts";
import styles from "./Log.module.css";
import type { LogRow } from "./log-model.ts";

export interface TargetChangeProps {
  readonly image: string;
  readonly revision: number;
  /** The chosen one: what an entry outside the active sequence is held against. */
  readonly layer: LayerRef;
  readonly row: LogRow;
  readonly index: number;
  readonly descriptor: ReportDescriptor;
}

/** What a descriptor changes, or would change if its entry counted. */
export function TargetChange({ image, revision, layer, row, index, descriptor }: TargetChangeProps) {
  const { order } = row;
  const offset = Number(descriptor.fileOffset);
  const asked = `${row.offset}/${index}`;
  const { data, error } = useQuery(
    Number.isSafeInteger(offset)
      ? async () => {
          const change =
            order === null
              ? changeNotMade(image, layer, descriptor, row.offset, index)
              : changeByReplay(image, descriptor, order);
          return { asked, change: await change };
        }
      : null,
    [image, revision, asked, order, order === null ? layer.name : null, order === null ? layer.upTo : null],
  );
  const change = data?.asked === asked ? data.change : null;
  return (
    <>
      <p className={styles.note}>
        <strong>{descriptor.target}</strong>{" "}
        {order === null
          ? `in the ${layerName(layer.name)} layer (−) and as this entry has it (+). ${ENTRY_STATES[row.state].meaning}`
          : `before (−) and after (+) entry ${order}`}
      </p>
      {!Number.isSafeInteger(offset) && (
        <p className={styles.note}>The target {formatOffset(descriptor.fileOffset)} lies beyond any file.</p>
      )}
      {error !== null && <ErrorNote title="Can't compare the target's bytes." error={error} />}
      {change !== null && (
        <>
          {change.bat !== null && change.bat.length > 0 && <BatChanges changes={change.bat} />}
          {differingBytes(change.before, change.after) === 0 ? (
            <p className={styles.note}>
              The same bytes stand there already: this descriptor changes nothing.
            </p>
          ) : (
            <ByteDiff before={change.before} after={change.after} offset={change.offset} />
          )}
          {descriptor.length > COMPARED && (
            <p className={styles.note}>
              The first {sizeText(COMPARED)} of {sizeText(descriptor.length)}.
            </p>
          )}
        </>
      )}
    </>
  );
}

function BatChanges({ changes }: { changes: readonly BatChange[] }) {
  return (
    <>
      <p className={styles.note}>{countText(changes.length, "BAT entry changes", "BAT entries change")}</p>
      <Table
        label="Changed BAT entries"
        columns={[
          { name: "Entry", kind: "fit" },
          { name: "Maps", kind: "fit" },
          { name: "Before" },
          { name: "After" },
        ]}
      >
        {changes.map((change) => (
          <Row key={change.index}>
            <Cell kind="fit" header>
              <button
                type="button"
                className={styles.target}
                onClick={() => void goToBatEntry(change.index, { screen: "structure" })}
              >
                {change.index}
              </button>
            </Cell>
            <Cell kind="fit">{change.subject}</Cell>
            <Cell>{change.before}</Cell>
            <Cell>
              <span className={styles.after}>{change.after}</span>
              {change.problem !== null && <span className={styles.problem}> {change.problem}</span>}
            </Cell>
          </Row>
        ))}
      </Table>
    </>
  );
}
