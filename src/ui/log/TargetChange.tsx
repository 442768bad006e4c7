import type { EngineApi, LayerRef, ReportDescriptor } from "../../../workers/api/index.ts";
import { goToBatEntry } from "../../actions/places.ts";
import { connect } from "../../client/engine.ts";
import { ErrorNote } from "../parts/ErrorNote.tsx";
import { formatBytes, formatPlural } from "../parts/format.ts";
import { Cell, Row, Table } from "../parts/Table.tsx";
import { useQuery } from "../use-query.ts";
import { BAT_ENTRIES_PER_SECTOR, type BatChange, batChanges, firstBatEntry } from "./bat-changes.ts";
import { ByteDiff } from "./ByteDiff.tsx";
import styles from "./Log.module.css";

/** Bytes of a target that are compared; only a zero descriptor can be longer. */
const WINDOW = 64 * 1024;
/** BAT entries of that window. */
const MOST_BAT_ENTRIES = 4096;

export interface TargetChangeProps {
  readonly image: string;
  readonly revision: number;
  readonly descriptor: ReportDescriptor;
  /** Place of its entry in the active sequence, from 1. */
  readonly order: number;
}

interface Change {
  readonly offset: number;
  readonly length: number;
  readonly before: Uint8Array;
  readonly after: Uint8Array;
  readonly bat: readonly BatChange[] | null;
}

/** What a descriptor of the active sequence changes: its target one entry before, and with its entry applied. */
export function TargetChange({ image, revision, descriptor, order }: TargetChangeProps) {
  const { data, error } = useQuery(
    () => loadChange(image, descriptor, order),
    [image, revision, descriptor.fileOffset, descriptor.length, order],
  );
  if (error !== null) return <ErrorNote title="Can't compare the target's bytes." error={error} />;
  if (data === null) return null;
  const untouched =
    data.before.length === data.after.length && data.before.every((v, i) => v === data.after[i]);
  return (
    <div className={styles.change}>
      {data.bat !== null && data.bat.length > 0 && <BatChanges changes={data.bat} />}
      {untouched ? (
        <p className={styles.note}>The same bytes stood there already: this descriptor changes nothing.</p>
      ) : (
        <ByteDiff before={data.before} after={data.after} offset={data.offset} />
      )}
      {data.length > WINDOW && (
        <p className={styles.note}>
          The first {formatBytes(WINDOW)} of {formatBytes(data.length)}.
        </p>
      )}
    </div>
  );
}

async function loadChange(image: string, descriptor: ReportDescriptor, order: number): Promise<Change> {
  const engine = connect();
  const offset = Number(descriptor.fileOffset);
  const length = Math.min(descriptor.length, WINDOW);
  const old: LayerRef = { name: "replayed", upTo: order - 1 };
  const now: LayerRef = { name: "replayed", upTo: order };
  const [before, after, place] = await Promise.all([
    readOrNothing(engine, image, old, offset, length),
    readOrNothing(engine, image, now, offset, length),
    engine.locate(image, now, offset),
  ]);
  const first = firstBatEntry(place.path);
  let bat: BatChange[] | null = null;
  if (first !== null) {
    const count = Math.min(MOST_BAT_ENTRIES, Math.ceil(length / 4096) * BAT_ENTRIES_PER_SECTOR);
    const [was, becomes] = await Promise.all([
      engine.bat(image, old, first, count),
      engine.bat(image, now, first, count),
    ]);
    bat = batChanges(was.rows, becomes.rows);
  }
  return { offset, length: descriptor.length, before, after, bat };
}

/** An entry can write beyond the end of the file as it was. */
async function readOrNothing(
  engine: Pick<EngineApi, "readFile">,
  image: string,
  layer: LayerRef,
  offset: number,
  length: number,
): Promise<Uint8Array> {
  try {
    return (await engine.readFile(image, layer, offset, length)).bytes;
  } catch (thrown) {
    if ((thrown as { code?: unknown }).code === "out-of-range") return new Uint8Array(0);
    throw thrown;
  }
}

function BatChanges({ changes }: { changes: readonly BatChange[] }) {
  return (
    <>
      <p className={styles.note}>{formatPlural(changes.length, "BAT entry changes", "BAT entries change")}</p>
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
