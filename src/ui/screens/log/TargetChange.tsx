import type { LayerRef, ReportDescriptor } from "../../../../workers/api/index.ts";
import { showOwner } from "../../../actions/browse/owner.ts";
import { goToBatEntry } from "../../../actions/place/places.ts";
import { useStore } from "../../../state/store.ts";
import { ErrorNote } from "../../parts/ErrorNote.tsx";
import { formatOffset } from "../../parts/format.ts";
import { sizeText } from "../../../../workers/shared/text.ts";
import { layerName } from "../../parts/Layer.tsx";
import { Cell, Row, Table } from "../../parts/Table.tsx";
import { useQuery } from "../../hooks/use-query.ts";
import type { BatChange } from "./bat-changes.ts";
import { differingBytes } from "./byte-diff.ts";
import { ByteDiff } from "./ByteDiff.tsx";
import { ENTRY_STATES } from "./entry-state.ts";
import { changeByReplay, changeNotMade, COMPARED } from "./load-change.ts";
import { LinkButton } from "../../parts/LinkButton.tsx";
import styles from "./Log.module.css";
import type { LogRow } from "./log-model.ts";
import { WORDS } from "./words.ts";

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
          ? WORDS.change.ofLayer(layerName(layer.name), ENTRY_STATES[row.state].meaning)
          : WORDS.change.ofEntry(order)}
      </p>
      {!Number.isSafeInteger(offset) && (
        <p className={styles.note}>{WORDS.change.beyond(formatOffset(descriptor.fileOffset))}</p>
      )}
      {error !== null && <ErrorNote title={WORDS.change.cantCompare} error={error} />}
      {change !== null && (
        <>
          {change.bat !== null && change.bat.length > 0 && <BatChanges changes={change.bat} />}
          {differingBytes(change.before, change.after) === 0 ? (
            <p className={styles.note}>{WORDS.change.none}</p>
          ) : (
            <ByteDiff before={change.before} after={change.after} offset={change.offset} />
          )}
          {descriptor.length > COMPARED && (
            <p className={styles.note}>
              {WORDS.change.first(sizeText(COMPARED), sizeText(descriptor.length))}
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
      <p className={styles.note}>{WORDS.change.batEntries(changes.length)}</p>
      <Table
        label={WORDS.change.bat}
        columns={[
          { name: WORDS.change.entry, kind: "fit" },
          { name: WORDS.change.maps, kind: "fit" },
          { name: WORDS.change.before },
          { name: WORDS.change.after },
        ]}
      >
        {changes.map((change) => (
          <Row key={change.index}>
            <Cell kind="fit" header>
              <LinkButton onPress={() => void goToBatEntry(change.index, { screen: "structure" })}>
                {change.index}
              </LinkButton>
            </Cell>
            <Cell kind="fit">
              <Mapped change={change} />
            </Cell>
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

/** What an entry maps. A block leads to the file that owns its first byte. */
function Mapped({ change: { subject, block } }: { readonly change: BatChange }) {
  const blockSize = useStore((state) => state.summary?.image.blockSize ?? null);
  if (block === null || blockSize === null) return subject;
  return (
    <LinkButton label={WORDS.change.owner(subject)} onPress={() => void showOwner(block * blockSize)}>
      {subject}
    </LinkButton>
  );
}
