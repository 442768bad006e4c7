import { ScanSearch } from "lucide-react";
import { Fragment, useCallback, useMemo, useState } from "react";
import type { Finding, FindingGroup } from "../../../../workers/api/index.ts";
import { faultsByFinding, faultsOf } from "../../../actions/edit/repairs.ts";
import { findingCatalogue } from "../../../actions/engine/answers.ts";
import { canCheckFully } from "../../../actions/engine/full-check.ts";
import { runAction } from "../../../actions/commands/registry.ts";
import { useStore } from "../../../state/store.ts";
import { Badge } from "../../parts/Badge.tsx";
import { Button } from "../../parts/Button.tsx";
import { Checkbox } from "../../parts/Checkbox.tsx";
import { EmptyState } from "../../parts/EmptyState.tsx";
import { groupByCause } from "../../../../workers/shared/finding-groups.ts";
import { numberText } from "../../../../workers/shared/text.ts";
import { Panel } from "../../parts/Panel.tsx";
import { SeveritySign } from "../../parts/Severity.tsx";
import { DetailRow, Table } from "../../parts/Table.tsx";
import { LooseFixes } from "../../views/repair/LooseFixes.tsx";
import { RepairSafe } from "../../views/repair/RepairSafe.tsx";
import { RepairResult } from "../../views/repair/RepairResult.tsx";
import { useRepairs } from "../../views/repair/use-repairs.ts";
import { useQuery } from "../../hooks/use-query.ts";
import { FINDING_COLUMNS, FindingRow, hasPlace } from "./FindingRow.tsx";
import { FullCheckNote } from "./FullCheckNote.tsx";
import { CauseRow } from "./CauseRow.tsx";
import { folded, LISTED } from "./folded.ts";
import { withFound } from "./live-findings.ts";
import styles from "./Overview.module.css";
import { WORDS } from "./words.ts";

/** How many more places of a cause `Show more` lists. */
const MORE = 100;

export interface FindingsProps {
  /** Null until known. */
  readonly findings: readonly Finding[] | null;
  /** Whether everything was checked. */
  readonly complete: boolean;
}

/** The findings by their cause, each with its meaning, and the full check. */
export function Findings({ findings: known, complete }: FindingsProps) {
  const run = useStore((state) => state.fullCheck);
  const available = useStore(canCheckFully);
  const blocks = useStore((state) => state.checkBlocks);
  const setBlocks = useStore((state) => state.setCheckBlocks);
  const { data: catalogue } = useQuery(findingCatalogue, []);
  const repairs = useRepairs();
  const shown = useStore((state) => state.finding);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [more, setMore] = useState<ReadonlyMap<string, number>>(new Map());
  const found = run?.running === true ? run.found : null;
  const findings = useMemo(
    () => (known === null || found === null ? known : withFound(known, found)),
    [known, found],
  );
  const faults = useMemo(() => (repairs === null ? null : faultsByFinding(repairs)), [repairs]);
  const groups = useMemo(() => groupByCause(findings ?? []), [findings]);
  const toggle = useCallback(
    (id: string) =>
      setOpen((before) => {
        const after = new Set(before);
        if (!after.delete(id)) after.add(id);
        return after;
      }),
    [],
  );
  const listMore = (cause: string) =>
    setMore((before) => new Map(before).set(cause, (before.get(cause) ?? LISTED) + MORE));
  const row = (finding: Finding, nested = false) => (
    <FindingRow
      key={finding.id}
      finding={finding}
      rule={catalogue?.[finding.code] ?? null}
      fault={faults?.get(finding.id) ?? null}
      // One without a place is shown by its rule. A click still folds it.
      open={open.has(finding.id) !== (finding.id === shown && !hasPlace(finding))}
      current={finding.id === shown}
      nested={nested}
      onToggle={toggle}
    />
  );
  const rowsOf = (group: FindingGroup) => {
    const { cause, findings: places } = group;
    const [first] = places;
    if (places.length === 1 && first !== undefined) return row(first);
    const { listed, left } = folded(places, more.get(cause) ?? LISTED, shown);
    return (
      <Fragment key={cause}>
        <CauseRow
          group={group}
          faults={faultsOf(places, faults)}
          // A finding that the user went to must not stay out of sight.
          open={open.has(cause) || places.some(({ id }) => id === shown)}
          onToggle={toggle}
        >
          {listed.map((finding) => row(finding, true))}
          {left > 0 && (
            <DetailRow columns={FINDING_COLUMNS.length}>
              <span className={styles.more}>
                {WORDS.findings.morePlaces(numberText(left))}
                <Button size="s" variant="quiet" onPress={() => listMore(cause)}>
                  {WORDS.findings.showMore(numberText(Math.min(MORE, left)))}
                </Button>
              </span>
            </DetailRow>
          )}
        </CauseRow>
      </Fragment>
    );
  };
  return (
    <Panel
      title={WORDS.findings.title}
      flush
      aside={findings !== null && <Badge>{numberText(groups.length)}</Badge>}
      tools={
        <>
          <RepairSafe />
          <Checkbox label={WORDS.findings.readBlocks} checked={blocks} onChange={setBlocks} />
          <Button
            size="s"
            icon={<ScanSearch />}
            isDisabled={!available}
            onPress={() => void runAction("image.full-check")}
          >
            {WORDS.findings.fullCheck}
          </Button>
        </>
      }
    >
      {findings === null ? (
        <p className={styles.note}>{WORDS.findings.looking}</p>
      ) : findings.length === 0 ? (
        <EmptyState
          title={complete ? WORDS.findings.none : WORDS.findings.noneSoFar}
          icon={<SeveritySign severity="ok" size="l" decorative />}
        />
      ) : (
        <Table label={WORDS.findings.title} columns={FINDING_COLUMNS} className={styles.findings}>
          {groups.map(rowsOf)}
        </Table>
      )}
      <FullCheckNote />
      <LooseFixes />
      <RepairResult />
    </Panel>
  );
}
