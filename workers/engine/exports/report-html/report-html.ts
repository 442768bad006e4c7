import type { Report } from "../../../api/index.ts";
import { html, Markup } from "./markup.ts";
import { STYLE } from "./style.ts";
import {
  batSection,
  headersSection,
  logSection,
  metadataSection,
  regionsSection,
  zeroedSection,
} from "./structure-sections.ts";
import {
  bookmarksSection,
  chainSection,
  editsSection,
  findingsSection,
  head,
  imageSection,
  filesSection,
  insideSection,
  sourceSection,
  titleOf,
  writtenWords,
} from "./summary-sections.ts";

/**
 * The report as one HTML file that needs nothing else: no script, no request, readable on screen and on paper. Text from
 * the image is escaped, and what could hide or reorder other text is written out.
 */
export function reportHtml(report: Report): string {
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <meta name="viewport" content="width=device-width" />
        <meta name="generator" content="${report.tool.name} ${report.tool.version}" />
        <title>${titleOf(report)} – Platter report</title>
        <style>
          ${new Markup(STYLE)}
        </style>
      </head>
      <body>
        <header>${head(report)}</header>
        <main>
          ${editsSection(report)} ${findingsSection(report)} ${sourceSection(report)} ${imageSection(report)}
          ${insideSection(report)} ${filesSection(report)} ${chainSection(report)} ${bookmarksSection(report)}
          ${headersSection(report)} ${regionsSection(report)} ${metadataSection(report)} ${batSection(report)}
          ${zeroedSection(report)} ${logSection(report)}
        </main>
        <footer>
          Made on this computer by ${report.tool.name} ${report.tool.version}; ${writtenWords(report)} The
          JSON report holds the same facts for programs.
        </footer>
      </body>
    </html> `;
  return page.text;
}
