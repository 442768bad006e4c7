import { Hash } from "lucide-react";
import { digestsOf } from "../../../actions/export/hashes.ts";
import { runAction } from "../../../actions/commands/registry.ts";
import { connect } from "../../../client/engine.ts";
import { useStore } from "../../../state/store.ts";
import { layerRef } from "../../../state/view.ts";
import { Badge } from "../../parts/Badge.tsx";
import { Button } from "../../parts/Button.tsx";
import { Checkbox } from "../../parts/Checkbox.tsx";
import { sizeText } from "../../../../workers/shared/text.ts";
import { Panel } from "../../parts/Panel.tsx";
import { Cell, Row, Table } from "../../parts/Table.tsx";
import { useQuery } from "../../hooks/use-query.ts";
import { CopyButton } from "../../views/copy/CopyButton.tsx";
import { digestRows, diskPromise, whenComputed } from "./digest-rows.ts";
import styles from "./Overview.module.css";
import { WORDS } from "./words.ts";

const COLUMNS = [
  { name: WORDS.hashes.of, kind: "fit" },
  { name: WORDS.hashes.algorithm, kind: "fit" },
  { name: WORDS.hashes.digest },
  { name: WORDS.hashes.copy, kind: "fit" },
] as const;

/** Bytes. From this size of the virtual disk on, the user chooses whether every byte is hashed. */
const CHOICE_FROM = 2 ** 30;
/** Bytes. Of a larger disk the engine hashes only stored bytes. */
const NO_CHOICE_FROM = 2 ** 38;

/** Digests of the file and of the present layer, computed when asked for. */
export function Hashes() {
  const state = useStore();
  const digests = digestsOf(layerRef(state));
  const same =
    digests?.sourceAtEnd.sha256 == null ? null : digests.sourceAtEnd.sha256 === digests.source.sha256;
  const id = state.summary?.id ?? null;
  const { data } = useQuery(
    id === null ? null : async () => ({ problem: await connect().exports.diskProblem(id, layerRef(state)) }),
    [id, state.revision, state.layer, state.upTo],
  );
  const problem = data?.problem ?? null;
  const diskSize = data === null || problem !== null ? 0 : (state.summary?.image.virtualSize ?? 0);
  return (
    <Panel
      title={WORDS.hashes.title}
      flush
      aside={
        same !== null && (
          <Badge tone={same ? "ok" : "invalid"}>{same ? WORDS.hashes.unchanged : WORDS.hashes.changed}</Badge>
        )
      }
      tools={
        <>
          {diskSize > CHOICE_FROM && diskSize <= NO_CHOICE_FROM && (
            <span className={styles.choice}>
              <Checkbox
                label={WORDS.hashes.everyByte(sizeText(diskSize))}
                checked={state.wholeDisk}
                onChange={state.setWholeDisk}
              />
            </span>
          )}
          <Button size="s" icon={<Hash />} onPress={() => void runAction("export.hashes")}>
            {WORDS.hashes.compute}
          </Button>
        </>
      }
    >
      {digests === null ? (
        <p className={styles.note}>{WORDS.hashes.promise(diskPromise(state.layer, problem))}</p>
      ) : (
        <>
          {digests.computedAt !== null && (
            <p className={styles.note}>{whenComputed(digests.computedAt, performance.timeOrigin)}</p>
          )}
          <Table label={WORDS.hashes.title} columns={COLUMNS}>
            {digestRows(digests, state.layer, problem).map((row) => (
              <Row key={row.of + row.algorithm}>
                <Cell kind="fit" header>
                  {row.of}
                </Cell>
                <Cell kind="fit">{row.algorithm}</Cell>
                <Cell mono={row.computed}>{row.value}</Cell>
                <Cell kind="fit" control>
                  {row.computed && (
                    <CopyButton name={WORDS.hashes.digestOf(row.algorithm, row.of)} text={row.value} />
                  )}
                </Cell>
              </Row>
            ))}
          </Table>
        </>
      )}
    </Panel>
  );
}
