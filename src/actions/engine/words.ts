/** All text about jobs, and about what fails. */
export const WORDS = {
  /** @param then what became of it, as a sentence */
  cancelled: (then: string) => `Cancelled. ${then}`,
  mistake: (message: string) => `Platter made a mistake. ${message}`,
  somethingWrong: "Something went wrong",
  scanning: "Scanning the rest",
  notScanned: "The rest of the file was not checked: Check the rest on Overview goes on with it.",
  scanStopped: "The scan stopped",
  fullCheck: "Running the full check",
  fullCheckStopped: "The full check was stopped before its end; what it has found is listed.",
} as const;
