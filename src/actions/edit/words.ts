import { countText } from "../../../workers/shared/text.ts";

/** All text about changes. Jobs come by their titles, files by their names. */
export const WORDS = {
  notChanged: "Not changed",
  notDiscarded: "Not discarded",
  discardAll: "Discard all changes",
  replayFirst: "Replay the whole log first: a change is made to all of it.",
  usesChanges: (job: string) =>
    `${job} uses the changes as they are now. Wait until it is done, or cancel it.`,
  checking: "Checking the edited disk",
  notChecked: "The edited disk was not checked; your changes are still pending.",

  lookingForRepairs: "Looking for repairs",
  repairsUnknown: "What can be repaired is not known.",
  notRepaired: "Not repaired",
  nothingSafe: "Nothing can be repaired without a choice.",

  /** @param why the sentence that says why no more fixes were made */
  repairsStopped: (why: string, made: number, inPlace: boolean) =>
    `${why} ${countText(made, "fix", "fixes")} ${made === 1 ? "was" : "were"} made${inPlace ? "" : " and stay among the pending changes"}.`,

  replacing: "Replacing the original",
  beingReplaced: "The original is being replaced. Wait for it, or cancel it first.",
  stillReads: (job: string) => `${job} still reads the file. Wait until it is done, or cancel it.`,
  notAllowed: (file: string) => `The browser was not allowed to write to ${file}. Nothing was written.`,
  replaceCancelled: (file: string) => `Cancelled. ${file} is unchanged; your changes are still pending.`,
  replaced: (file: string) => `Replaced ${file}. The written data was read back and is correct.`,
} as const;
