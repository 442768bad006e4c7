import { FaultFixes } from "./FindingFixes.tsx";
import styles from "./Repair.module.css";
import { useRepairs } from "./use-repairs.ts";
import { WORDS } from "./words.ts";

/** Fixes that belong to no finding, such as cutting unused space off the end; nothing where there are none. */
export function LooseFixes() {
  const repairs = useRepairs();
  const loose =
    repairs?.faults.filter(({ findings, fixes }) => findings.length === 0 && fixes.length > 0) ?? [];
  if (loose.length === 0) return null;
  return (
    <ul aria-label={WORDS.others} className={styles.loose}>
      {loose.map((fault) => (
        <li key={fault.id}>
          <FaultFixes fault={fault} />
        </li>
      ))}
    </ul>
  );
}
