/** All text of running jobs, and of what they ask. */
export const WORDS = {
  cancel: "Cancel",
  cancelling: "Cancelling",

  left: {
    seconds: (count: number) => `${count} s left`,
    minutes: (count: number) => `${count} min left`,
    hours: (count: number) => `${count} h left`,
  },
  doneOf: (done: string, total: string) => `${done} of ${total}`,

  unread: {
    title: (job: string) => `${job}: a part can't be read`,
    stop: "Stop",
    zeros: "Continue with zeros",
    means:
      "The export can go on: this part is read again piece by piece, and what still can't be read is zeros in the result. Later reads that fail are handled in the same way. The zeroed parts are listed when the export is done, and in reports that are exported after it.",
  },
  export: "Export",

  outcomes: {
    opens: "Opens",
    needsReplay: "Needs replay",
    needsParent: "Needs its parent",
    damaged: "Damaged",
    unreadable: "Unreadable",
    notVhdx: "Not a VHDX",
  },
} as const;
