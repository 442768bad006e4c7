import { CREATIONS, creationLines } from "./creations.ts";
import { withFixedGuids } from "./fixed-guids.ts";
import { chainLines } from "./chains.ts";
import { changeLines, fieldLines } from "./edits.ts";
import { editedExportLines, exportLines } from "./exports.ts";
import { fileLines } from "./files.ts";
import type { Lines } from "./lines.ts";
import { lookLines } from "./looks.ts";
import { open, type Opened } from "./opened.ts";
import { repairLines } from "./repairs.ts";
import { REPLAYS, replayLines, SESSIONS, sessionLines } from "./sessions.ts";
import { SUBJECTS, type NamedSubject } from "./subjects.ts";

/** Something of which outcomes are recorded. */
export interface Entry {
  readonly name: string;
  readonly run: (lines: Lines) => void | Promise<void>;
}

type Part = (lines: Lines, opened: Opened) => void | Promise<void>;

/** Each part starts with the files opened anew, and with the first GUID: what else was made before must not matter. */
const looked =
  (...parts: readonly Part[]) =>
  ({ name, make }: NamedSubject): Entry => ({
    name,
    run: async (lines) => {
      const subject = await withFixedGuids(async () => make());
      for (const part of parts) await withFixedGuids(async () => part(lines, open(subject)));
    },
  });

const EVERYTHING = looked(
  lookLines,
  repairLines,
  exportLines,
  chainLines,
  changeLines,
  fieldLines,
  editedExportLines,
);

/** All outcomes in groups, each with a file of its own in `recorded/`. */
export const GROUPS: Readonly<Record<string, readonly Entry[]>> = {
  "broken-rules": SUBJECTS.brokenRules.map(looked(lookLines, repairLines)),
  "near-misses": SUBJECTS.nearMisses.map(looked(lookLines)),
  damaged: SUBJECTS.damaged.map(looked(repairLines, exportLines)),
  made: SUBJECTS.made.map(EVERYTHING),
  chains: SUBJECTS.chains.map(EVERYTHING),
  cases: SUBJECTS.cases.map(looked(lookLines, repairLines, exportLines, changeLines)),
  "file-systems": SUBJECTS.fileSystems.map(looked(fileLines)),
  wrecks: SUBJECTS.wrecks.map(looked(lookLines, repairLines)),
  foreign: SUBJECTS.foreign.map(looked(lookLines)),
  mutants: SUBJECTS.mutants.map(looked(lookLines, repairLines)),
  "mutants-used": SUBJECTS.mutants
    .filter((_, nth) => nth % 6 === 0)
    .map(looked(exportLines, chainLines, changeLines)),
  sessions: SESSIONS.map((scenario) => ({
    name: scenario.name,
    run: (lines) => sessionLines(lines, scenario),
  })),
  replays: REPLAYS.map((base) => ({ name: base.name, run: (lines) => replayLines(lines, base) })),
  creations: Object.entries(CREATIONS).map(([name, options]) => ({
    name,
    run: (lines) => creationLines(lines, options),
  })),
};

/** Groups whose images are not in the repository. */
export const NEED_CASES: ReadonlySet<string> = new Set(["cases"]);
