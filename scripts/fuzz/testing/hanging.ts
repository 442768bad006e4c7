import type { Visit } from "../visits/visit.ts";

/** A visit that hangs if the disk can't be read, to test the watchdog. */
export const VISITS: readonly Visit[] = [
  {
    name: "a search without an end",
    refusals: [],
    run: ({ file: { image } }) => {
      const isLost = image.fatal.length > 0;
      for (let copy = 0; isLost; copy = 1 - copy);
    },
  },
];
