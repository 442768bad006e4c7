import { Copy } from "lucide-react";
import { useStore } from "../../../state/store.ts";
import { visibleText } from "../../../../workers/shared/visible-text.ts";
import { IconButton } from "../../parts/Button.tsx";
import { copyText } from "../../../client/abilities/clipboard.ts";
import { Panel } from "../../parts/Panel.tsx";
import { Cell, Row, Table } from "../../parts/Table.tsx";
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
  const notify = useStore((state) => state.notify);
  const copy = async (name: string, value: string) => {
    const copied = await copyText(value);
    notify(copied ? "info" : "error", copied ? WORDS.facts.copied(name) : WORDS.facts.notAllowed);
  };
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
              {mono && (
                <IconButton
                  label={WORDS.facts.copyOf(name)}
                  size="s"
                  icon={<Copy />}
                  onPress={() => void copy(name, value)}
                />
              )}
            </Cell>
          </Row>
        ))}
      </Table>
    </Panel>
  );
}
