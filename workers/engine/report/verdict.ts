import type { Finding, NextStep, Outcome, Verdict } from "../../api/index.ts";
import { groupByCause } from "../../shared/finding-groups.ts";
import { countText, sizeText } from "../../shared/text.ts";
import { visibleText } from "../../shared/visible-text.ts";
import { CATALOGUE, type FindingCode, LINKAGE_FAULTS, START_FAULTS } from "../../vhdx/findings/index.ts";
import { ancestors, missingParent } from "../image/lineage.ts";
import { contentsTrouble } from "./contents-words.ts";
import { lostSentence } from "./lost-words.ts";
import type { Layer } from "../image/layer.ts";
import type { OpenedImage } from "../image/opened-image.ts";

/** What a verdict is about: an image as one of its layers shows it. */
interface Shown {
  readonly image: OpenedImage;
  readonly layer: Layer;
  readonly findings: readonly Finding[];
}

const sentenceEnd = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`);

/** A finding as a clause in plain words; a finding whose rule has none is told by its message. */
const inWords = ({ code, message }: Finding): string => CATALOGUE[code as FindingCode].plain ?? message;

const meaningOf = ({ code }: Finding): string => CATALOGUE[code as FindingCode].means;

/** Whether `Read anyway` is there for what the layer shows. The user's changes are read as they are. */
const canPass = ({ image, layer }: Shown) => layer.name !== "edited" && image.canReadAnyway;

/** What the user can still do where only the log or the link to the parent is at fault. */
function wayOut(shown: Shown, fatal: readonly Finding[]): string {
  const { image } = shown;
  if (!canPass(shown)) return "";
  if (fatal.some(({ code }) => LINKAGE_FAULTS.has(code)))
    return image.lineage.parent === null
      ? " What this file holds itself can be read, at your own risk."
      : " It can be read through that parent all the same, at your own risk.";
  return image.headers.dirty
    ? " The disk as it was before those changes can be read, at your own risk."
    : " The disk can be read all the same, at your own risk.";
}

function fatalSentence(shown: Shown): string {
  const { findings, layer } = shown;
  const fatal = findings.filter((each) => each.severity === "fatal");
  const [first] = fatal;
  if (first === undefined) return "The disk can't be read.";
  const more =
    fatal.length > 1
      ? ` ${countText(fatal.length - 1, "more fatal fault")} ${fatal.length === 2 ? "is" : "are"} listed below.`
      : "";
  const lost = lostOf(layer);
  const way = wayOut(shown, fatal);
  const atStart = START_FAULTS.has(first.code);
  const means = (way === "" && lost === "") || atStart ? ` ${meaningOf(first)}${way}` : way;
  const cutOff = findings.some(({ code }) => code === "region-beyond-file");
  const sizeGone = cutOff && layer.structures.facts.virtualSize === null;
  const gone = sizeGone ? " The size of the disk was in the missing part." : "";
  return `The disk can't be read: ${sentenceEnd(inWords(first))}${gone}${more}${lost}${means}`;
}

/** How much of the disk can't be read, and where; empty where all can be read, or that is not known yet. */
function lostOf({ structures: { geometry, disk }, bat }: Layer): string {
  const lost = bat?.unreadable;
  if (geometry === null || disk === null || lost === undefined || lost.bytes === 0) return "";
  return ` ${lostSentence(lost, geometry.virtualSize)}`;
}

function damageSentence({ findings, layer }: Shown): string {
  const errors = findings.filter((each) => each.severity === "error");
  const [first] = errors;
  const { disk, geometry } = layer.structures;
  const nothing = layer.bat?.unreadable.bytes === geometry?.virtualSize;
  const left = nothing ? "It must not" : "Everything else can be read; the disk must not";
  const lost = disk === null ? "" : lostOf(layer);
  const readable = disk === null ? "" : `${lost} ${left} be written until this is repaired.`;
  if (first === undefined) return `Damaged.${readable}`;
  const least = findings.some(({ code }) => code === "bat-findings-omitted") ? "more than " : "";
  // One cause is one damage, however many places it shows at.
  const causes = groupByCause(errors);
  if (causes.length === 1) {
    // What can't be read is told range by range.
    const isTold = readable.includes("can't be read");
    const places =
      errors.length === 1 || isTold ? "" : ` It shows in ${least}${countText(errors.length, "place")}.`;
    return `Damaged: ${sentenceEnd(inWords(first))}${places}${readable}`;
  }
  return `Damaged in ${least}${countText(causes.length, "way")}; first: ${sentenceEnd(inWords(first))}${readable}`;
}

/** Warnings that the verdict tells in its own words. */
const TOLD: ReadonlySet<string> = new Set<FindingCode>([
  "parent-not-found",
  "parent-needs-replay",
  "log-needs-replay",
  "edit-lost-data",
]);

/** Whether a finding is named after the verdict. What is inside the disk has a clause of its own. */
const isWarning = ({ severity, code }: Finding) =>
  severity === "warning" && !TOLD.has(code) && !code.startsWith("inside-");

/** The warnings; or what was found of the rest of the container, without reserve only after a complete check. */
function rest({ findings, image, layer }: Shown, intact: string, soFar: string): string {
  const warnings = findings.filter(isWarning);
  const [first] = warnings;
  if (first === undefined) return image.isScanned(layer) ? intact : soFar;
  return warnings.length === 1
    ? `One thing to know: ${sentenceEnd(inWords(first))}`
    : `${countText(warnings.length, "thing")} to know are listed below.`;
}

const restOf = (shown: Shown) =>
  rest(
    shown,
    "The rest of the container is intact.",
    "Nothing else was found wrong with the container so far.",
  );

/** What the virtual disk holds, as a sentence to follow; empty where it was not looked at, or nothing of it can be read. */
function insideOf({ image, layer }: Shown, outcome: Outcome): string {
  const inside = image.inside(layer);
  if (inside === null) return "";
  const known = inside.table !== null || inside.volumes.some(({ content }) => content !== null);
  // Without its parent a disk holds bits of its contents.
  return outcome === "needs-parent" && !known ? "" : ` Inside: ${sentenceEnd(inside.words)}`;
}

/** Whether a replay of the log would change nothing. */
const changesNothing = (image: OpenedImage): boolean =>
  image.log?.findings.some(({ code }) => code === "log-replay-changes-nothing") === true;

/** Which state of a disk with a log to replay is shown, where that is not the state after the replay. */
function stateShown({ image, layer }: Shown): string {
  if (!image.canReplay || layer.name === "edited") return "";
  if (layer.name === "original") return " Shown is the disk as it was before that.";
  return layer.upTo === null
    ? ""
    : ` Shown is the disk after ${layer.upTo} of ${countText(image.log?.active.length ?? 0, "entry", "entries")}.`;
}

function opensSentence(shown: Shown, through: string): string {
  const { layer, image, findings } = shown;
  const lost = image.lostByEdits;
  if (lost !== null) return `${lost.sentence}${through}`;
  const { type, virtualSize } = layer.structures.facts;
  const size = virtualSize === null ? "" : ` of ${sizeText(virtualSize).replace(".00 ", " ")}`;
  const what = `a ${type ?? "virtual"} disk${size}, closed properly.${through}`;
  if (findings.some(isWarning)) return `The container opens: ${what} ${restOf(shown)}`;
  return rest(
    shown,
    `The container is intact: ${what}`,
    `Nothing was found wrong with the container so far: ${what}`,
  );
}

function stateSentence(shown: Shown, outcome: Outcome): string {
  const { image } = shown;
  const count = image.log?.active.length ?? 0;
  const entries = `${countText(count, "log entry", "log entries")} must be replayed.`;
  const pending =
    image.headers.dirty && image.canReplay ? ` The VM also stopped in the middle of a write; ${entries}` : "";
  const parents = ancestors(image);
  const through =
    parents.length === 0 ? "" : ` It is read through ${countText(parents.length, "parent disk")}.`;
  switch (outcome) {
    case "not-vhdx":
      return image.foreign ?? "This is not a VHDX.";
    case "unreadable":
      return fatalSentence(shown);
    case "damaged":
      return `${damageSentence(shown)}${pending}`;
    case "needs-parent": {
      const missing = missingParent(image);
      const name = missing?.name == null ? "" : ` (${visibleText(missing.name)})`;
      const needed =
        missing?.child == null
          ? `it holds only what changed since its parent${name}, which is needed to read it whole.`
          : `the parent of ${visibleText(missing.child.name)}${name} is needed to read it whole.`;
      const container = rest(
        shown,
        "The container is intact.",
        "Nothing was found wrong with the container so far.",
      );
      return `A differencing disk: ${needed} ${container}${pending}`;
    }
    case "needs-replay": {
      if (image.logPending) return "The VM stopped in the middle of a write. The log has not been read yet.";
      const also = `${restOf(shown)}${stateShown(shown)}`;
      if (!image.headers.dirty)
        return `A differencing disk whose parent crashed while writing: the parent's log is replayed to read it.${through} ${also}`;
      return changesNothing(image)
        ? `Not closed properly, but no change was under way: the log holds ${countText(count, "entry", "entries")} without changes.${through} ${also}`
        : `The VM stopped in the middle of a write; ${entries}${through} ${also}`;
    }
    case "opens":
      return opensSentence(shown, through);
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

function nextSteps(shown: Shown, outcome: Outcome): Verdict["next"] {
  const { image, layer } = shown;
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
        ...(canPass(shown) && !image.readAnyway ? [step("Read anyway", "image.read-anyway")] : []),
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
      if (layer.name === "edited")
        return [
          step("Save the result", "screen.export"),
          step("See what changed", "screen.compare"),
          step("Look at the disk", "screen.disk"),
        ];
      // The disk's bytes answer nothing here: the way back to the files is a raw copy.
      if (contentsTrouble(shown.findings) !== null)
        return [
          step("Export the raw disk", "screen.export"),
          step("See what to do", "finding.next"),
          step("See the map", "screen.map"),
        ];
      return [
        step("Look at the disk", "screen.disk"),
        step("See the structures", "screen.structure"),
        step("Export", "screen.export"),
      ];
  }
}

/** How bad it is: as bad as the worst finding, and a disk that nothing was recognised on gets no green light. */
function severityOf({ findings }: Shown, outcome: Outcome): Verdict["severity"] {
  if (outcome !== "opens") return SEVERITY[outcome];
  if (findings.some(({ severity }) => severity === "warning")) return "warning";
  return findings.some(({ code }) => code === "inside-not-recognised") ? "info" : "ok";
}

/**
 * What state a file is in as one of its layers shows it, in a few sentences, and what to do next. Speaks of the container, and of
 * what is inside as far as `OpenedImage.look` has seen it.
 */
export function verdictOf(image: OpenedImage, layer = image.best): Verdict {
  const outcome = image.outcomeOf(layer);
  const shown = { image, layer, findings: image.findings(layer) };
  const loses = image.lostByEdits !== null;
  const trouble = outcome === "opens" && !loses ? contentsTrouble(shown.findings) : null;
  const state = `${stateSentence(shown, outcome)}${insideOf(shown, outcome)}`;
  return {
    sentence: trouble === null ? state : `${trouble} ${state}`,
    severity: severityOf(shown, outcome),
    next: nextSteps(shown, outcome),
    unchecked: image.identifier.isVhdx ? image.unchecked(layer) : [],
  };
}
