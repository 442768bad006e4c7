import type { FileNode, FilesAt } from "../../../../workers/api/index.ts";
import { visibleText } from "../../../../workers/shared/visible-text.ts";
import { goToDiskOffset } from "../../../actions/place/places.ts";
import { connect } from "../../../client/engine.ts";
import { useQuery } from "../../hooks/use-query.ts";
import { ErrorNote } from "../../parts/ErrorNote.tsx";
import { formatOffset } from "../../parts/format.ts";
import { Cell, Row, Table } from "../../parts/Table.tsx";
import styles from "./Details.module.css";
import { Link } from "./Link.tsx";
import { WORDS } from "./words.ts";

const COLUMNS = [{ name: WORDS.structures.field, kind: "fit" }, { name: WORDS.structures.value }] as const;

export interface FileStructuresProps {
  readonly at: FilesAt;
  readonly viewKey: string;
  readonly node: FileNode;
}

/** The structures of the file system that have to do with a file, with their fields. */
export function FileStructures({ at, viewKey, node }: FileStructuresProps) {
  const { data, error } = useQuery(() => connect().files.structures(at, node), [viewKey, node]);
  if (error !== null) return <ErrorNote title={WORDS.structures.cantRead} error={error} />;
  if (data === null) return null;
  if (data.length === 0) return <p className={styles.muted}>{WORDS.structures.none}</p>;
  return data.map(({ label: stored, diskOffset, volume, fields }, nth) => {
    const label = visibleText(stored);
    return (
      <section key={nth} className={styles.structure}>
        <h3 className={styles.structureTitle}>
          {label}
          {diskOffset !== null && (
            <Link
              label={WORDS.structures.show(label)}
              onPress={() => void goToDiskOffset(diskOffset, volume.length, { screen: "disk" })}
            >
              {formatOffset(diskOffset)}
            </Link>
          )}
        </h3>
        {fields.length > 0 && (
          <Table label={label} columns={COLUMNS}>
            {fields.map((field) => (
              <Row key={`${field.offset} ${field.name}`}>
                <Cell kind="fit" header>
                  <span title={field.meaning}>{field.name}</span>
                </Cell>
                <Cell mono>{visibleText(field.value)}</Cell>
              </Row>
            ))}
          </Table>
        )}
      </section>
    );
  });
}
