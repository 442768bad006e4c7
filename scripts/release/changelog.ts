/** The section of CHANGELOG.md about one version. */
export interface ChangelogEntry {
  /** ISO 8601, as in the heading. */
  readonly date: string;
  /** Markdown below the heading. */
  readonly text: string;
}

/**
 * Finds a version in a changelog in the form of Keep a Changelog: `## [0.2.0] - 2026-11-30` and what follows.
 *
 * @throws {Error} if the version has no heading with a date, or nothing below it
 */
export function changelogEntry(changelog: string, version: string): ChangelogEntry {
  const sections = changelog.replaceAll("\r\n", "\n").split(/^## /m).slice(1);
  const section = sections.find((each) => each.startsWith(`[${version}]`));
  if (section === undefined) throw new Error(`CHANGELOG.md has no section "## [${version}] - DATE".`);
  const [heading = "", ...lines] = section.split("\n");
  const date = /^\[[^\]]+\] - (\d{4}-\d{2}-\d{2})$/.exec(heading.trimEnd())?.[1];
  if (date === undefined) throw new Error(`CHANGELOG.md has no date beside [${version}].`);
  // Link definitions are below the last section and belong to all sections.
  const text = lines
    .filter((line) => !/^\[[^\]]+\]: /.test(line))
    .join("\n")
    .trim();
  if (text.replaceAll(/^#.*$/gm, "").trim() === "") {
    throw new Error(`CHANGELOG.md says nothing of ${version}.`);
  }
  return { date, text };
}
