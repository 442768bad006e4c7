import { writeFileSync } from "node:fs";
import type { FindingRule } from "../../workers/api/index.ts";
import { STRUCTURES } from "../../workers/vhdx/findings/index.ts";

/** The page's file. */
export const FINDINGS_DOC = new URL("../../docs/findings.md", import.meta.url);

const INTRODUCTION = `# Findings

What Platter can say about an image, code by code: what was found, what it means for the data, what Hyper-V and QEMU do with such
a file, and what repairs it. \`npm run docs:findings\` writes this page from \`workers/vhdx/findings/catalogue\`; a test checks that
the two agree.

Severities: \`fatal\`, no virtual disk is offered; \`error\`, shown, but must not be edited until repaired; \`warning\`, usable, worth
a repair; \`info\`, worth knowing. A single finding can be more or less severe than its code in general.

The texts about QEMU were tested with qemu-img 7.2 on the smallest image that gives the finding
(\`workers/testing/malformed/catalogue\`). Nothing was tested on Hyper-V: the texts about it come from MS-VHDX and from Microsoft's
open-source reader of the format. "Not known" means that neither tells.
`;

function entry(code: string, { severity, spec, what, means, hyperV, qemu, fix }: FindingRule): string {
  const head = `### \`${code}\`\n\n${severity}${spec === null ? "" : `, MS-VHDX ${spec}`}. ${what}`;
  const rows = [
    `- For the data: ${means}`,
    `- Hyper-V: ${hyperV}`,
    `- QEMU: ${qemu}`,
    `- Fix: ${fix ?? "nothing has to be repaired."}`,
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
