/** All text of what is shown when a part of the page has failed. */
export const WORDS = {
  crash: {
    title: "The engine stopped",
    text: "The part of Platter that reads the disk ended unexpectedly. Your file is untouched: nothing was written to it.",
    again: "Start again",
    openAgain: (name: string) => `Open ${name} again`,
  },
  start: "Back to the start",

  page: {
    title: "Platter made a mistake",
    text: "The page could not be drawn. Your file is untouched: nothing was written to it.",
  },
  tryAgain: "Try again",

  screen: {
    title: "This screen could not be drawn. The other screens still work.",
    overview: "Back to Overview",
  },
} as const;
