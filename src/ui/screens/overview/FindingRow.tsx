import { ChevronDown, ChevronRight } from "lucide-react";
import { memo, useEffect, useRef } from "react";
import type { Fault, Finding, FindingId, FindingRule } from "../../../../workers/api/index.ts";
import { goToFinding } from "../../../actions/place/places.ts";
import { IconButton } from "../../parts/Button.tsx";
import { formatOffset } from "../../parts/format.ts";
import { SeveritySign, severityName } from "../../parts/Severity.tsx";
import { Cell, DetailRow, Row } from "../../parts/Table.tsx";
import { FindingFixes } from "../../views/repair/FindingFixes.tsx";
import { FindingDetail } from "./FindingDetail.tsx";
import styles from "./Overview.module.css";
import { WORDS } from "./words.ts";

export const FINDING_COLUMNS = [
  { name: WORDS.findings.details, kind: "fit" },
  { name: WORDS.findings.severity, kind: "fit" },
  { name: WORDS.findings.code, kind: "fit" },
  { name: WORDS.findings.message },
  { name: WORDS.findings.offset, kind: "fit" },
  { name: WORDS.findings.section, kind: "fit" },
] as const;

export interface FindingRowProps {
  readonly finding: Finding;
  /** Null until the catalogue is loaded. */
  readonly rule: FindingRule | null;
  /** The fault behind the finding; null where none is known, or the finding is only info. */
  readonly fault: Fault | null;
  readonly open: boolean;
  /** Whether it is the one that the user went to. */
  readonly current: boolean;
  /** Whether it is one of several places of a cause. */
  readonly nested: boolean;
  readonly onToggle: (finding: FindingId) => void;
}

/** Whether a finding names a place of the file. */
export const hasPlace = ({ node, offset }: Finding): boolean => node !== null || offset !== null;

/** A finding, which unfolds to its meaning. A click on the row goes to its place. */
export const FindingRow = memo(function FindingRow({
  finding,
  rule,
  fault,
  open,
  current,
  nested,
  onToggle,
}: FindingRowProps) {
  const { id, severity, code, message, offset, spec } = finding;
  const placed = hasPlace(finding);
  const title = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (current) title.current?.scrollIntoView({ block: "nearest" });
  }, [current]);
  const go = placed ? () => void goToFinding(finding) : undefined;
  return (
    <>
      <Row current={current} onPress={go}>
        <Cell kind="fit" control keepsClicks>
          <IconButton
            size="s"
            label={WORDS.findings.detailsOf(code)}
            aria-expanded={open}
            isDisabled={rule === null}
            icon={open ? <ChevronDown /> : <ChevronRight />}
            onPress={() => onToggle(id)}
          />
        </Cell>
        <Cell kind="fit">
          <span className={styles.severity}>
            <SeveritySign severity={severity} decorative />
            {severityName(severity)}
          </span>
        </Cell>
        <Cell kind="fit" mono header>
          <span ref={title} className={nested ? styles.nested : undefined}>
            {code}
          </span>
        </Cell>
        <Cell>
          {/* The row's own click does the work for both. */}
          {placed ? (
            <button type="button" className={styles.message}>
              {message}
            </button>
          ) : (
            message
          )}
          {fault !== null && <FindingFixes fault={fault} />}
        </Cell>
        <Cell kind="fit" mono>
          {offset === null ? "" : formatOffset(offset)}
        </Cell>
        <Cell kind="fit">{spec}</Cell>
      </Row>
      {open && rule !== null && (
        <DetailRow columns={FINDING_COLUMNS.length}>
          <FindingDetail finding={finding} rule={rule} />
        </DetailRow>
      )}
    </>
  );
});
