import { writeFileSync } from "node:fs";
import type { FindingRule } from "../../workers/api/index.ts";
import { STRUCTURES } from "../../workers/vhdx/findings/index.ts";

/** The page's file. */
export const FINDINGS_DOC = new URL("../../docs/findings.md", import.meta.url);

const INTRODUCTION = `# Findings

What Platter can say about an image, code by code: what is the case, what it means for the data, what Hyper-V and QEMU do with
such a file, and what would mend it. \`npm run docs:findings\` writes this page from \`workers/vhdx/findings/catalogue\`; a test
holds the two together.

Severities: \`fatal\`, no virtual disk is offered; \`error\`, shown, but must not be edited until mended; \`warning\`, usable, worth
mending; \`info\`, a remark. A finding can be worth more or less than its code in general.

What is said of QEMU was tried with qemu-img 7.2 on the smallest image that gives the finding (\`workers/testing/malformed/catalogue\`).
No Hyper-V was at hand: what is said of it comes from MS-VHDX and from Microsoft's open-source reader of the format, and "not
known" where neither tells.
`;

function entry(code: string, { severity, spec, what, means, hyperV, qemu, fix }: FindingRule): string {
  const head = `### \`${code}\`\n\n${severity}${spec === null ? "" : `, MS-VHDX ${spec}`}. ${what}`;
  const rows = [
    `- For the data: ${means}`,
    `- Hyper-V: ${hyperV}`,
    `- QEMU: ${qemu}`,
    `- Fix: ${fix ?? "nothing has to be mended."}`,
  ];
  return `${head}\n\n${rows.join("\n")}\n`;
}

/** The page about all findings, structure by structure. */
export function findingsDoc(): string {
  const parts = Object.entries(STRUCTURES).map(
    ([name, rules]) =>
      `## ${name}\n\n${Object.entries<FindingRule>(rules)
        .map(([code, rule]) => entry(code, rule))
        .join("\n")}`,
  );
  return [INTRODUCTION, ...parts].join("\n");
}

if (process.argv[1] === import.meta.filename) writeFileSync(FINDINGS_DOC, findingsDoc());
