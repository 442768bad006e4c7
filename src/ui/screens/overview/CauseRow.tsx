import { ChevronDown, ChevronRight } from "lucide-react";
import { memo, type ReactNode } from "react";
import type { Fault, FindingGroup } from "../../../../workers/api/index.ts";
import { IconButton } from "../../parts/Button.tsx";
import { SeveritySign, severityName } from "../../parts/Severity.tsx";
import { Cell, Row } from "../../parts/Table.tsx";
import { FindingFixes } from "../../views/repair/FindingFixes.tsx";
import styles from "./Overview.module.css";
import { WORDS } from "./words.ts";

export interface CauseRowProps {
  readonly group: FindingGroup;
  /** The faults behind its findings, each once. */
  readonly faults: readonly Fault[];
  readonly open: boolean;
  readonly onToggle: (cause: string) => void;
  /** Rows of the places. */
  readonly children: ReactNode;
}

/** Findings with one cause, which unfold to their places. What repairs all of them is offered here, once. */
export const CauseRow = memo(function CauseRow({ group, faults, open, onToggle, children }: CauseRowProps) {
  const { cause, severity, message, findings } = group;
  const [fault, ...others] = faults;
  const toggle = () => onToggle(cause);
  return (
    <>
      <Row onPress={toggle}>
        <Cell kind="fit" control keepsClicks>
          <IconButton
            size="s"
            label={WORDS.findings.placesOf(cause)}
            aria-expanded={open}
            icon={open ? <ChevronDown /> : <ChevronRight />}
            onPress={toggle}
          />
        </Cell>
        <Cell kind="fit">
          <span className={styles.severity}>
            <SeveritySign severity={severity} decorative />
            {severityName(severity)}
          </span>
        </Cell>
        <Cell kind="fit" mono header>
          {cause}
        </Cell>
        <Cell>
          {message}
          {fault !== undefined && others.length === 0 && <FindingFixes fault={fault} />}
          {others.length > 0 && <p className={styles.muted}>{WORDS.findings.faultsBehind(faults.length)}</p>}
        </Cell>
        <Cell kind="fit">{WORDS.findings.places(findings.length)}</Cell>
        <Cell kind="fit">{findings[0]?.spec}</Cell>
      </Row>
      {open && children}
    </>
  );
});
