import type { Finding, FindingRule } from "../../../../workers/api/index.ts";
import { formatOffset } from "../../parts/format.ts";
import styles from "./FindingDetail.module.css";

export interface FindingDetailProps {
  readonly finding: Finding;
  readonly rule: FindingRule;
}

/** What a finding means, what Hyper-V and QEMU do with such a file, and what would fix it. */
export function FindingDetail({ finding, rule }: FindingDetailProps) {
  const { spec, offset } = finding;
  const parts: readonly (readonly [string, string])[] = [
    ["Rule", `${rule.what}${spec === null ? "" : ` MS-VHDX ${spec}.`}`],
    ["For the data", rule.means],
    ["Hyper-V", rule.hyperV],
    ["QEMU", rule.qemu],
    ["Fix", rule.fix ?? "Nothing has to be repaired."],
    ...(offset === null ? [] : [["Where", `${finding.structure}, ${formatOffset(offset)}`] as const]),
  ];
  return (
    <div role="group" aria-label={`Details of ${finding.code}`} className={styles.detail}>
      <dl className={styles.parts}>
        {parts.map(([name, text]) => (
          <div key={name} className={styles.part}>
            <dt>{name}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
