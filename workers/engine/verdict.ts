import type { Finding, Outcome, Verdict } from "../api/index.ts";
import { countText, sizeText } from "../bytes/text.ts";
import type { OpenedImage } from "./opened-image.ts";

/** Faults in the log, in words that need no knowledge of the format. */
const LOG_FAULT_WORDS: Readonly<Record<string, string>> = {
  "log-no-valid-sequence":
    "Changes were being written when the host stopped, and the log that should complete them holds no valid sequence of entries",
  "log-file-truncated":
    "Changes were being written when the host stopped, and the file is shorter now than its log says it was: its end is missing",
  "log-illegal-target": "The log wants to write where no log may write, so it can't be trusted",
  "log-too-complex":
    "The log's entries overlap in a way that no writer leaves behind, so it can't be trusted",
  "log-version":
    "Changes were being written when the host stopped, in a version of the log that is not defined",
};

const FATAL_WORDS: Readonly<Record<string, string>> = {
  "too-small": "Only the very start of a VHDX is here; the rest was cut off",
  "no-valid-header": "Both copies of the header, where everything else starts, are damaged",
  "header-sequence-tie":
    "The two copies of the header contradict each other, and nothing says which one is right",
  "unsupported-version": "The file is of a version of the format that is not defined",
  "no-valid-region-table": "Both copies of the table that says where everything lies are damaged",
  "bat-too-small": "The table that says where the disk's blocks lie is too small for the disk",
};

const sentenceEnd = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`);

function fatalSentence(findings: readonly Finding[], canReadAnyway: boolean): string {
  const fatal = findings.filter((each) => each.severity === "fatal");
  const first = fatal[0];
  if (first === undefined) return "The disk can't be read.";
  const words =
    LOG_FAULT_WORDS[first.code] ?? FATAL_WORDS[first.code] ?? `The disk can't be read. ${first.message}`;
  const more =
    fatal.length > 1
      ? ` ${countText(fatal.length - 1, "more fault")} of that weight ${fatal.length === 2 ? "is" : "are"} listed below.`
      : "";
  const way = canReadAnyway ? " The disk as it was before those changes can be read, at your own risk." : "";
  return `${sentenceEnd(words)}${more}${way}`;
}

function damageSentence(findings: readonly Finding[], diskReadable: boolean): string {
  const errors = findings.filter((each) => each.severity === "error");
  const bat = errors.filter((each) => each.code.startsWith("bat-"));
  const rest = diskReadable
    ? " Everything else can be read; the disk must not be written until this is mended."
    : "";
  const first = errors[0];
  if (first === undefined) return `Damaged.${rest}`;
  if (errors.length === 1) return `Damaged: ${sentenceEnd(first.message)}${rest}`;
  if (bat.length === errors.length) {
    return `Damaged: ${countText(bat.length, "entry", "entries")} of the table that says where the disk's blocks lie ${bat.length === 1 ? "is" : "are"} wrong.${rest}`;
  }
  return `Damaged in ${countText(errors.length, "place")}; first: ${sentenceEnd(first.message)}${rest}`;
}

/** What is said where nothing more is wrong: only a complete check may say it without reserve. */
function remarksSentence(findings: readonly Finding[], complete: boolean): string {
  const warnings = findings.filter((each) => each.severity === "warning" && each.code !== "parent-not-found");
  const first = warnings[0];
  if (first === undefined)
    return complete ? "Nothing else is damaged." : "Nothing else was found damaged so far.";
  return warnings.length === 1
    ? `One thing to know: ${sentenceEnd(first.message)}`
    : `${countText(warnings.length, "thing")} to know are listed below.`;
}

function sentence(image: OpenedImage, outcome: Outcome, findings: readonly Finding[]): string {
  const count = image.log?.active.length ?? 0;
  const entries = `${countText(count, "entry", "entries")} that ${count === 1 ? "was" : "were"} never applied`;
  const pending =
    image.headers.dirty && image.canReplay ? ` It also crashed while writing: the log holds ${entries}.` : "";
  const { facts } = image.best.structures;
  switch (outcome) {
    case "not-vhdx":
      return image.foreign ?? "This is not a VHDX.";
    case "unreadable":
      return fatalSentence(findings, image.canReadAnyway);
    case "damaged":
      return `${damageSentence(findings, image.best.structures.disk !== null)}${pending}`;
    case "needs-parent": {
      const path = facts.parent?.paths[0];
      const name = path === undefined ? "" : ` (${path.split(/[\\/]/).at(-1)})`;
      return `A differencing disk: it holds only what changed since its parent${name}, which is needed to read it whole. ${remarksSentence(findings, image.scanComplete)}${pending}`;
    }
    case "needs-replay": {
      if (image.logPending) return "Crashed while writing. The log has not been read yet.";
      return `Crashed while writing. The log holds ${entries}. ${remarksSentence(findings, image.scanComplete)}`;
    }
    case "opens": {
      const size = facts.virtualSize === null ? "" : ` of ${sizeText(facts.virtualSize)}`;
      const sound = image.scanComplete ? "Nothing is damaged." : "Nothing was found damaged so far.";
      const known = findings.some((each) => each.severity === "warning");
      return `A sound ${facts.type ?? ""} disk${size}: it was closed properly. ${known ? remarksSentence(findings, image.scanComplete) : sound}`;
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
  const step = (text: string, action: string) => ({ text, action });
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
      return [step("See what it holds", "screen.map"), step("See the structures", "screen.structure")];
    case "needs-replay":
      return [
        step("See what the replay changes", "screen.compare"),
        step("See the log", "screen.log"),
        step("Save a repaired copy", "screen.export"),
      ];
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
