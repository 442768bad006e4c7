import type { Visit } from "../visits/visit.ts";

/** Never comes back where a header is damaged: for the test of the watchdog. */
export const VISITS: readonly Visit[] = [
  {
    name: "a search without an end",
    refusals: [],
    run: ({ file: { image } }) => {
      for (let copy = 0; image.headers.active === null; copy = 1 - copy);
    },
  },
];
