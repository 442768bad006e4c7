import type { Finding, NextStep, Outcome, Verdict } from "../../api/index.ts";
import { groupByCause } from "../../shared/finding-groups.ts";
import { countText, sizeText } from "../../shared/text.ts";
import { visibleText } from "../../shared/visible-text.ts";
import { CATALOGUE, type FindingCode, LINKAGE_FAULTS, START_FAULTS } from "../../vhdx/findings/index.ts";
import { ancestors, missingParent } from "../image/lineage.ts";
import { lostSentence } from "./lost-words.ts";
import type { OpenedImage } from "../image/opened-image.ts";

const sentenceEnd = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`);

/** A finding as a clause in plain words; a finding whose rule has none is told by its message. */
const inWords = ({ code, message }: Finding): string => CATALOGUE[code as FindingCode].plain ?? message;

const meaningOf = ({ code }: Finding): string => CATALOGUE[code as FindingCode].means;

/** What the user can still do where only the log or the link to the parent is at fault. */
function wayOut(image: OpenedImage, fatal: readonly Finding[]): string {
  if (!image.canReadAnyway) return "";
  if (fatal.some(({ code }) => LINKAGE_FAULTS.has(code)))
    return image.lineage.parent === null
      ? " What this file holds itself can be read, at your own risk."
      : " It can be read through that parent all the same, at your own risk.";
  return image.headers.dirty
    ? " The disk as it was before those changes can be read, at your own risk."
    : " The disk can be read all the same, at your own risk.";
}

function fatalSentence(image: OpenedImage, findings: readonly Finding[]): string {
  const fatal = findings.filter((each) => each.severity === "fatal");
  const [first] = fatal;
  if (first === undefined) return "The disk can't be read.";
  const more =
    fatal.length > 1
      ? ` ${countText(fatal.length - 1, "more fatal fault")} ${fatal.length === 2 ? "is" : "are"} listed below.`
      : "";
  const lost = lostOf(image);
  const way = wayOut(image, fatal);
  const atStart = START_FAULTS.has(first.code);
  const means = (way === "" && lost === "") || atStart ? ` ${meaningOf(first)}${way}` : way;
  const cutOff = findings.some(({ code }) => code === "region-beyond-file");
  const sizeGone = cutOff && image.best.structures.facts.virtualSize === null;
  const gone = sizeGone ? " The size of the disk was in the missing part." : "";
  return `The disk can't be read: ${sentenceEnd(inWords(first))}${gone}${more}${lost}${means}`;
}

/** How much of the disk can't be read, and where; empty where all can be read, or that is not known yet. */
function lostOf(image: OpenedImage): string {
  const { geometry, disk } = image.best.structures;
  const lost = image.best.bat?.unreadable;
  if (geometry === null || disk === null || lost === undefined || lost.bytes === 0) return "";
  return ` ${lostSentence(lost, geometry.virtualSize)}`;
}

function damageSentence(image: OpenedImage, findings: readonly Finding[]): string {
  const errors = findings.filter((each) => each.severity === "error");
  const [first] = errors;
  const { disk, geometry } = image.best.structures;
  const nothing = image.best.bat?.unreadable.bytes === geometry?.virtualSize;
  const left = nothing ? "It must not" : "Everything else can be read; the disk must not";
  const rest = disk === null ? "" : `${lostOf(image)} ${left} be written until this is repaired.`;
  if (first === undefined) return `Damaged.${rest}`;
  const least = findings.some(({ code }) => code === "bat-findings-omitted") ? "more than " : "";
  // One cause is one damage, however many places it shows at.
  const causes = groupByCause(errors);
  if (causes.length === 1) {
    const places = errors.length === 1 ? "" : ` It shows in ${least}${countText(errors.length, "place")}.`;
    return `Damaged: ${sentenceEnd(inWords(first))}${places}${rest}`;
  }
  return `Damaged in ${least}${countText(causes.length, "way")}; first: ${sentenceEnd(inWords(first))}${rest}`;
}

/** Warnings are named after the verdict. The verdict itself says that the parent is missing. */
const isWarning = ({ severity, code }: Finding) => severity === "warning" && code !== "parent-not-found";

/** The warnings, or that there are none. Only a complete check says so without reserve. */
function warningsSentence(findings: readonly Finding[], complete: boolean): string {
  const warnings = findings.filter(isWarning);
  const first = warnings[0];
  if (first === undefined)
    return complete ? "Nothing else is damaged." : "Nothing else was found damaged so far.";
  return warnings.length === 1
    ? `One thing to know: ${sentenceEnd(inWords(first))}`
    : `${countText(warnings.length, "thing")} to know are listed below.`;
}

/** Whether a replay of the log would change nothing. */
const changesNothing = (image: OpenedImage): boolean =>
  image.log?.findings.some(({ code }) => code === "log-replay-changes-nothing") === true;

function sentence(image: OpenedImage, outcome: Outcome, findings: readonly Finding[]): string {
  const count = image.log?.active.length ?? 0;
  const entries = `${countText(count, "log entry", "log entries")} must be replayed.`;
  const pending =
    image.headers.dirty && image.canReplay ? ` The VM also stopped in the middle of a write; ${entries}` : "";
  const { facts } = image.best.structures;
  const parents = ancestors(image);
  const through =
    parents.length === 0 ? "" : ` It is read through ${countText(parents.length, "parent disk")}.`;
  const sound = image.scanComplete ? "Nothing is damaged." : "Nothing was found damaged so far.";
  const also = warningsSentence(findings, image.scanComplete);
  const known = findings.some(isWarning);
  switch (outcome) {
    case "not-vhdx":
      return image.foreign ?? "This is not a VHDX.";
    case "unreadable":
      return fatalSentence(image, findings);
    case "damaged":
      return `${damageSentence(image, findings)}${pending}`;
    case "needs-parent": {
      const missing = missingParent(image);
      const name = missing?.name == null ? "" : ` (${visibleText(missing.name)})`;
      const needed =
        missing?.child == null
          ? `it holds only what changed since its parent${name}, which is needed to read it whole.`
          : `the parent of ${visibleText(missing.child.name)}${name} is needed to read it whole.`;
      return `A differencing disk: ${needed} ${known ? also : sound}${pending}`;
    }
    case "needs-replay": {
      if (image.logPending) return "The VM stopped in the middle of a write. The log has not been read yet.";
      if (!image.headers.dirty)
        return `A differencing disk whose parent crashed while writing: the parent's log is replayed to read it.${through} ${known ? also : sound}`;
      return changesNothing(image)
        ? `Not closed properly, but no change was under way: the log holds ${countText(count, "entry", "entries")} without changes.${through} ${also}`
        : `The VM stopped in the middle of a write; ${entries}${through} ${also}`;
    }
    case "opens": {
      const size =
        facts.virtualSize === null ? "" : ` of ${sizeText(facts.virtualSize).replace(".00 ", " ")}`;
      return `A sound ${facts.type ?? ""} disk${size}: it was closed properly.${through} ${known ? also : sound}`;
    }
  }
}

const SEVERITY: Readonly<Record<Outcome, Verdict["severity"]>> = {
  opens: "ok",
  "needs-replay": "warning",
  "needs-parent": "warning",
  damaged: "error",
  unreadable: "fatal",
  "not-vhdx": "fatal",
};

function nextSteps(image: OpenedImage, outcome: Outcome): Verdict["next"] {
  const step = (text: string, action: NextStep["action"]): NextStep => ({ text, action });
  const replay = [
    step("See what the replay changes", "screen.compare"),
    step("See the log", "screen.log"),
    step("Save a repaired copy", "screen.export"),
  ];
  switch (outcome) {
    case "not-vhdx":
      return [step("Open another file", "file.open")];
    case "unreadable":
      return [
        ...(image.canReadAnyway && !image.readAnyway ? [step("Read anyway", "image.read-anyway")] : []),
        step("See the structures", "screen.structure"),
        step("Export a report", "screen.export"),
      ];
    case "damaged":
      return [
        step("See what is wrong", "finding.next"),
        step("See the map", "screen.map"),
        step("Export a report", "screen.export"),
      ];
    case "needs-parent":
      return [
        step("See what it holds", "screen.map"),
        ...(image.canReplay ? replay : [step("See the structures", "screen.structure")]),
      ];
    case "needs-replay":
      return replay;
    case "opens":
      return [
        step("Look at the disk", "screen.disk"),
        step("See the structures", "screen.structure"),
        step("Export", "screen.export"),
      ];
  }
}

/** What state the file is in, in one or two sentences, and what to do next. */
export function verdictOf(image: OpenedImage): Verdict {
  const { outcome } = image;
  const findings = image.findings(image.best);
  const attention = outcome === "opens" && findings.some((each) => each.severity === "warning");
  return {
    sentence: sentence(image, outcome, findings),
    severity: attention ? "warning" : SEVERITY[outcome],
    next: nextSteps(image, outcome),
    unchecked: image.identifier.isVhdx ? image.unchecked : [],
  };
}
