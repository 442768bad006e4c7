import { Copy } from "lucide-react";
import type { ImageSummary, Report } from "../../../workers/api/index.ts";
import { useStore } from "../../state/store.ts";
import { IconButton } from "../parts/Button.tsx";
import { copyText } from "../parts/copy.ts";
import { Panel } from "../parts/Panel.tsx";
import { Cell, Row, Table } from "../parts/Table.tsx";
import { factsOf } from "./facts.ts";

export interface FactsProps {
  readonly summary: ImageSummary;
  readonly report: Report | null;
}

const COLUMNS = [{ name: "Fact", kind: "fit" }, { name: "Value" }, { name: "Copy", kind: "fit" }] as const;

/** What is known of the disk. */
export function Facts({ summary, report }: FactsProps) {
  const notify = useStore((state) => state.notify);
  const copy = async (name: string, value: string) => {
    const copied = await copyText(value);
    notify(copied ? "info" : "error", copied ? `Copied: ${name}` : "The browser does not let pages copy.");
  };
  return (
    <Panel title="Facts" flush>
      <Table label="Facts" columns={COLUMNS} headless>
        {factsOf(summary, report).map(({ name, value, mono = false }) => (
          <Row key={name}>
            <Cell kind="fit" header>
              {name}
            </Cell>
            <Cell mono={mono}>{value}</Cell>
            <Cell kind="fit" control>
              {mono && (
                <IconButton
                  label={`Copy ${name}`}
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
