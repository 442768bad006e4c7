import type { Finding, FindingRule } from "../../../../workers/api/index.ts";
import { CodeText } from "../../parts/CodeText.tsx";
import { formatOffset } from "../../parts/format.ts";
import styles from "./FindingDetail.module.css";
import { WORDS } from "./words.ts";

export interface FindingDetailProps {
  readonly finding: Finding;
  readonly rule: FindingRule;
}

/** What a finding means, what Hyper-V and QEMU do with such a file, and what would fix it. */
export function FindingDetail({ finding, rule }: FindingDetailProps) {
  const { spec, offset } = finding;
  const parts: readonly (readonly [string, string])[] = [
    [WORDS.detail.rule, `${rule.what}${spec === null ? "" : WORDS.detail.inSection(spec)}`],
    [WORDS.detail.data, rule.means],
    [WORDS.detail.hyperV, rule.hyperV],
    [WORDS.detail.qemu, rule.qemu],
    [WORDS.detail.fix, rule.fix ?? WORDS.detail.nothingToRepair],
    ...(offset === null
      ? []
      : [[WORDS.detail.where, `${finding.structure}, ${formatOffset(offset)}`] as const]),
  ];
  return (
    <div role="group" aria-label={WORDS.findings.detailsOf(finding.code)} className={styles.detail}>
      <dl className={styles.parts}>
        {parts.map(([name, text]) => (
          <div key={name} className={styles.part}>
            <dt>{name}</dt>
            <dd>
              <CodeText text={text} />
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
