import type { Finding } from "../../api/index.ts";
import { type FindingCode, LINKAGE_FAULTS, LOG_FAULTS, START_FAULTS } from "../../vhdx/findings/index.ts";
import { ancestors } from "./lineage.ts";
import type { ChainMember } from "./chain-member.ts";

/** Whether the disk can be read at the user's own risk in spite of this fatal finding. */
export const isPassable = ({ code }: Finding) =>
  LOG_FAULTS.has(code) || LINKAGE_FAULTS.has(code) || START_FAULTS.has(code);

/** What is unknown of a file whose start was overwritten, by the code of the finding. */
const START_WARNINGS: readonly (readonly [FindingCode, string])[] = [
  [
    "no-valid-header",
    "Read without a header: whether the file has a log that must be replayed is not known.",
  ],
  [
    "no-valid-region-table",
    "The file does not say where its metadata and its block allocation table are: both were found by what they hold.",
  ],
  ["identifier-damaged", "Read although the file does not start with the VHDX signature."],
];

function startWarnings(fatal: readonly Finding[]): readonly string[] {
  const codes = new Set(fatal.map(({ code }) => code));
  return START_WARNINGS.filter(([code]) => codes.has(code)).map(([, words]) => words);
}

function linkageWarning(image: ChainMember, fatal: readonly Finding[]): string | null {
  if (!fatal.some((each) => LINKAGE_FAULTS.has(each.code))) return null;
  const { parent } = image.lineage;
  const through = parent !== null && fatal.every(({ code }) => code !== "parent-sector-size");
  return through
    ? `Read through ${parent.name}, which is not the parent as it was when this disk was made: what comes from there may be wrong.`
    : "Read although the file does not say which disk is its parent: only the data in this file is shown.";
}

function ownWarning(image: ChainMember): string | null {
  if (!image.readAnyway) return null;
  const warnings: string[] = [];
  if (image.headers.dirty && !image.canReplay) {
    warnings.push(
      "Read without replaying the log, although the file asks for it: what is shown may be out of date or inconsistent.",
    );
  }
  warnings.push(...startWarnings(image.fatal));
  const linkage = linkageWarning(image, image.fatal);
  if (linkage !== null) warnings.push(linkage);
  return warnings.join(" ") || "Read although the file's log can't be where its header says.";
}

/** The warning on everything that a `Read anyway` view gives, those of ancestors included; null where that is off. */
export function warningOf(image: ChainMember): string | null {
  const warnings = [ownWarning(image)];
  for (const { image: each, name } of ancestors(image)) {
    const warning = ownWarning(each);
    if (warning !== null) warnings.push(`${name}: ${warning}`);
  }
  return warnings.filter((each) => each !== null).join(" ") || null;
}
