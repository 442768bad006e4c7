import { ScanSearch } from "lucide-react";
import { useState } from "react";
import type { Finding } from "../../../../workers/api/index.ts";
import { findingCatalogue } from "../../../actions/engine/answers.ts";
import { canCheckFully } from "../../../actions/engine/full-check.ts";
import { runAction } from "../../../actions/commands/registry.ts";
import { useStore } from "../../../state/store.ts";
import { Badge } from "../../parts/Badge.tsx";
import { Button } from "../../parts/Button.tsx";
import { EmptyState } from "../../parts/EmptyState.tsx";
import { formatCount } from "../../parts/format.ts";
import { Panel } from "../../parts/Panel.tsx";
import { SeveritySign } from "../../parts/Severity.tsx";
import { Table } from "../../parts/Table.tsx";
import { LooseFixes } from "../../views/repair/LooseFixes.tsx";
import { RepairSafe } from "../../views/repair/RepairSafe.tsx";
import { Staged } from "../../views/repair/Staged.tsx";
import { useQuery } from "../../hooks/use-query.ts";
import { FINDING_COLUMNS, FindingRow } from "./FindingRow.tsx";
import { FullCheckNote } from "./FullCheckNote.tsx";
import { keyOf, withFound } from "./live-findings.ts";
import styles from "./Overview.module.css";

/** More than anyone reads; a hostile table can have millions of them. */
const SHOWN = 500;

export interface FindingsProps {
  /** Null until known. */
  readonly findings: readonly Finding[] | null;
  /** Whether everything was checked. */
  readonly complete: boolean;
}

/** What the engine noticed, each with what it means; the full check, which looks at the rest. */
export function Findings({ findings: known, complete }: FindingsProps) {
  const run = useStore((state) => state.fullCheck);
  const available = useStore(canCheckFully);
  const { data: catalogue } = useQuery(findingCatalogue, []);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const findings = known === null || run?.running !== true ? known : withFound(known, run.found);
  const toggle = (key: string) =>
    setOpen((before) => {
      const after = new Set(before);
      if (!after.delete(key)) after.add(key);
      return after;
    });
  return (
    <Panel
      title="Findings"
      flush
      aside={findings !== null && <Badge>{formatCount(findings.length)}</Badge>}
      tools={
        <>
          <RepairSafe />
          <Button
            size="s"
            icon={<ScanSearch />}
            isDisabled={!available}
            onPress={() => void runAction("image.full-check")}
          >
            Run full check
          </Button>
        </>
      }
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
          <Table label="Findings" columns={FINDING_COLUMNS}>
            {findings.slice(0, SHOWN).map((finding) => {
              const key = keyOf(finding);
              return (
                <FindingRow
                  key={key}
                  finding={finding}
                  rule={catalogue?.[finding.code] ?? null}
                  open={open.has(key)}
                  onToggle={() => toggle(key)}
                />
              );
            })}
          </Table>
          {findings.length > SHOWN && (
            <p className={styles.note}>{`${formatCount(findings.length - SHOWN)} more are in the report.`}</p>
          )}
        </>
      )}
      <FullCheckNote />
      <LooseFixes />
      <Staged />
    </Panel>
  );
}
