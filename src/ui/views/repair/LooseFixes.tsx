import { FaultFixes } from "./StageFix.tsx";
import styles from "./Repair.module.css";
import { useRepairs } from "./use-repairs.ts";

/** What can be tidied up though no finding is about it; nothing where there is none. */
export function LooseFixes() {
  const repairs = useRepairs();
  const loose =
    repairs?.faults.filter(({ findings, fixes }) => findings.length === 0 && fixes.length > 0) ?? [];
  if (loose.length === 0) return null;
  return (
    <ul aria-label="Other repairs" className={styles.loose}>
      {loose.map((fault) => (
        <li key={fault.id}>
          <FaultFixes fault={fault} />
        </li>
      ))}
    </ul>
  );
}
