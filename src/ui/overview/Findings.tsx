import type { Finding } from "../../../workers/api/index.ts";
import { goToFinding } from "../../actions/places.ts";
import { Badge } from "../parts/Badge.tsx";
import { EmptyState } from "../parts/EmptyState.tsx";
import { formatCount, formatOffset } from "../parts/format.ts";
import { Panel } from "../parts/Panel.tsx";
import { SeveritySign, severityName } from "../parts/Severity.tsx";
import { Cell, Row, Table } from "../parts/Table.tsx";
import { LooseFixes } from "../repair/LooseFixes.tsx";
import { RepairSafe } from "../repair/RepairSafe.tsx";
import { Staged } from "../repair/Staged.tsx";
import { StageFix } from "../repair/StageFix.tsx";
import styles from "./Overview.module.css";

/** More than anyone reads; a hostile table can have millions of them. */
const SHOWN = 500;

const COLUMNS = [
  { name: "Severity", kind: "fit" },
  { name: "Code", kind: "fit" },
  { name: "Structure", kind: "fit" },
  { name: "Message" },
  { name: "Offset", kind: "fit" },
  { name: "MS-VHDX", kind: "fit" },
] as const;

function FindingRow({ finding }: { readonly finding: Finding }) {
  const { severity, code, structure, message, offset, spec, node } = finding;
  const hasPlace = node !== null || offset !== null;
  const go = hasPlace ? () => void goToFinding(finding) : undefined;
  return (
    <Row onPress={go}>
      <Cell kind="fit">
        <span className={styles.severity}>
          <SeveritySign severity={severity} decorative />
          {severityName(severity)}
        </span>
      </Cell>
      <Cell kind="fit" mono header>
        {code}
      </Cell>
      <Cell kind="fit">{structure}</Cell>
      <Cell>
        {/* The row's own click does the work for both. */}
        {hasPlace ? (
          <button type="button" className={styles.message}>
            {message}
          </button>
        ) : (
          message
        )}
        <StageFix finding={finding} />
      </Cell>
      <Cell kind="fit" mono>
        {offset === null ? "" : formatOffset(offset)}
      </Cell>
      <Cell kind="fit">{spec}</Cell>
    </Row>
  );
}

export interface FindingsProps {
  /** Null until known. */
  readonly findings: readonly Finding[] | null;
  /** Whether everything was checked. */
  readonly complete: boolean;
}

/** What the engine noticed; each leads to its place. */
export function Findings({ findings, complete }: FindingsProps) {
  return (
    <Panel
      title="Findings"
      flush
      aside={findings !== null && <Badge>{formatCount(findings.length)}</Badge>}
      tools={<RepairSafe />}
    >
      {findings === null ? (
        <p className={styles.note}>Looking …</p>
      ) : findings.length === 0 ? (
        <EmptyState
          title={complete ? "Nothing was found wrong." : "Nothing was found wrong so far."}
          icon={<SeveritySign severity="ok" size="l" decorative />}
        />
      ) : (
        <>
          <Table label="Findings" columns={COLUMNS}>
            {findings.slice(0, SHOWN).map((finding, at) => (
              <FindingRow key={at} finding={finding} />
            ))}
          </Table>
          {findings.length > SHOWN && (
            <p className={styles.note}>{`${formatCount(findings.length - SHOWN)} more are in the report.`}</p>
          )}
        </>
      )}
      <LooseFixes />
      <Staged />
    </Panel>
  );
}
