import { visibleText } from "../../../../workers/shared/visible-text.ts";
import { Panel } from "../../parts/Panel.tsx";
import { Cell, Row, Table } from "../../parts/Table.tsx";
import { CopyButton } from "../../views/copy/CopyButton.tsx";
import type { Fact } from "./facts.ts";
import styles from "./Overview.module.css";
import { WORDS } from "./words.ts";

export interface FactTableProps {
  readonly title: string;
  readonly facts: readonly Fact[];
}

const COLUMNS = [
  { name: WORDS.facts.fact, kind: "fit" },
  { name: WORDS.facts.value },
  { name: WORDS.facts.copy, kind: "fit" },
] as const;

/** Facts by name; ids and paths can be copied. */
export function FactTable({ title, facts }: FactTableProps) {
  return (
    <Panel title={title} flush>
      <Table label={title} columns={COLUMNS} headless>
        {facts.map(({ name, value, more = [], mono = false }) => (
          <Row key={name}>
            <Cell kind="fit" header>
              {visibleText(name)}
            </Cell>
            <Cell mono={mono}>
              {visibleText(value)}
              {more.map((line) => (
                <div key={line} className={styles.muted}>
                  {visibleText(line)}
                </div>
              ))}
            </Cell>
            <Cell kind="fit" control>
              {mono && <CopyButton name={name} text={value} />}
            </Cell>
          </Row>
        ))}
      </Table>
    </Panel>
  );
}
