import { countText, numberText } from "../../../../workers/shared/text.ts";

/** What is left, as a sentence. */
function leftWords(added: number, left: number, infos: number): string {
  if (left + infos === 0) return "None is left.";
  const isNew =
    added === 0
      ? ""
      : left === 1
        ? ", new since the fixes"
        : `, ${numberText(added)} of them new since the fixes`;
  const infoWords = left === 0 ? countText(infos, "finding") : numberText(infos);
  const parts = [
    ...(left === 0 ? [] : [`${countText(left, "finding")}${isNew}`]),
    ...(infos === 0 ? [] : [`${infoWords} of severity Info`]),
  ];
  return `Left: ${parts.join(added === 0 ? " and " : ", and ")}.`;
}

/** All text of the dialog `Repair`. */
export const WORDS = {
  title: (file: string) => `Repair ${file}`,
  stepsName: "Steps",
  steps: ["Faults and fixes", "Check and save", "Use the disk"],
  notRepaired: "Not repaired.",
  unchanged: "The file itself is unchanged.",
  nothingChanged: "Nothing was changed.",
  close: "Close",

  plan: {
    looking: "Looking for repairs …",
    nothing: "Nothing that is known has to be repaired.",
    incomplete: "The rest of the file is still being checked: more may be found.",
    safeName: "Fixes that lose nothing",
    safe: "Will be fixed; nothing is lost",
    losingName: "Fixes that lose something",
    losing: "Something is lost: fixed only if you choose so",
    makeAll: (kinds: number) => `Make all these fixes, ${countText(kinds, "kind")}`,
    otherMethods: "Other methods, where there are any, stand beside each finding on Overview.",
    hopeless: "Faults without a fix of their own",

    /** Before the title of a fix. */
    fix: "Fix:",
    othersLikeIt: (fixes: number) => `And ${countText(fixes, "fix", "fixes")} like it.`,
    lost: (loss: string) => `Lost: ${loss}`,
    evidence: "How this is known",
    evidenceOfEach: "Each fix, and how it is known",
    more: (fixes: number) => `And ${countText(fixes, "more fix", "more fixes")}, which Overview lists.`,
    places: (count: string) => `In ${count} places.`,
    makeThis: "Make this fix",
    makeThese: (fixes: number) => `Make these ${countText(fixes, "fix", "fixes")}`,
    atOnce: "A working disk is changed at once, and that can't be undone.",
    pending: "The file is not written: fixes are pending changes, which are checked before you save them.",
    cancel: "Cancel",
    make: (fixes: number) => `Make ${countText(fixes, "fix", "fixes")} and check`,
    chooseFirst: "Choose a fix first",
    nothingToFix: "Nothing to fix",
  },

  result: {
    notChecked: "The edited disk has not been checked.",
    name: "Result of the check",
    incomplete: "The disk opens again, but a part of its data is gone.",
    /**
     * @param added findings among those that are left which the disk did not have before
     * @param left findings worse than info
     * @param infos findings of severity info
     */
    counts: (fixed: number, added: number, left: number, infos: number) =>
      `${countText(fixed, "finding")} fixed. ${leftWords(added, left, infos)} Files inside the disk were not checked.`,
    leftName: "Findings that are left",
    moreLeft: (findings: number) => `And ${countText(findings, "more finding")}, which Overview lists.`,

    /** After why the fixes stopped. */
    madeBefore: (fixes: number) => `${countText(fixes, "fix was", "fixes were")} made before that.`,
    lost: "Given up by these fixes. Run a file system check in the guest.",
    lostName: "What is lost",
    morePlaces: (places: number) => `And ${countText(places, "more place")}.`,
    left: (faults: number) =>
      `${countText(faults, "fault")} can still be repaired. Repair ${faults === 1 ? "it" : "them"} before you save the disk.`,
    back: "Faults and fixes",
    inPlace: "The working disk was repaired in place. Export copy saves it as a file.",
    pending: "The fixes are pending changes until you save them; Undo takes each fix back.",
  },

  ways: {
    title: "How to take the repaired disk",
    patch: "A patch for the file",
    patchOf: (size: string) => `A patch for the file, ${size} at most`,
    patchMeans:
      "A script changes the file where it is. The change takes seconds, can be undone, and needs space for the changed bytes only.",
    copy: (size: string) => `A copy of the file, ${size}`,
    copyNeeds: (size: string) =>
      `The original stays as it is. The copy needs ${size}; a browser can't see how much space is free.`,
    newName: "Choose a new name: the browser empties a file that you pick, at once.",
    replace: "Replace original",
    original: (size: string) => `The file that you opened, ${size}`,
    originalNeeds: (size: string) =>
      `Platter asks first. The file's drive needs ${size} of free space meanwhile; a browser can't see how much is free. The replacement can't be undone.`,
    looking: "Computing its size …",
    notAvailable: "Not available.",
    wait: "Wait until the work below is done.",
    notSaved: "Not saved.",
    stillPending: "The fixes are still pending.",
  },

  saved: {
    name: "Saved",

    /** Before the file's name. */
    downloaded: "Saved to Downloads:",
    saved: "Saved:",
    attach: (file: string) =>
      `Attach the copy in place of ${file}. Keep ${file} until the copy has proved to work.`,
    back: "Check and save",
  },
} as const;
