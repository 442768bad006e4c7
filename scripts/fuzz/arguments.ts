import { availableParallelism } from "node:os";

/** What `npm run fuzz` was asked for. */
export interface Arguments {
  readonly seconds: number;
  readonly seed: number;
  readonly image: string | null;
  readonly replay: string | null;
  /** How many processes open mutants at the same time, from 1 to 64. */
  readonly processes: number;
  /** The file from which mutants of new kinds are read, and to which they are saved. */
  readonly corpus: string | null;
}

export const USAGE =
  "Usage: npm run fuzz -- [--seconds N] [--seed S] [--image NAME] [--replay CASE] [--corpus FILE] [--processes N]";

const DEFAULTS: Arguments = {
  seconds: 60,
  seed: Date.now() % 1_000_000,
  image: null,
  replay: null,
  processes: availableParallelism(),
  corpus: null,
};

/** @returns null if the arguments make no sense. */
export function parseArguments(given: readonly string[]): Arguments | null {
  let parsed = DEFAULTS;
  for (let at = 0; at < given.length; at += 2) {
    const value = given[at + 1];
    if (value === undefined) return null;
    const number = /^\d{1,9}$/.test(value) ? Number(value) : null;
    if (given[at] === "--seconds" && number !== null) parsed = { ...parsed, seconds: number };
    else if (given[at] === "--seed" && number !== null) parsed = { ...parsed, seed: number };
    else if (given[at] === "--processes" && number !== null && number >= 1 && number <= 64)
      parsed = { ...parsed, processes: number };
    else if (given[at] === "--image") parsed = { ...parsed, image: value };
    else if (given[at] === "--replay") parsed = { ...parsed, replay: value };
    else if (given[at] === "--corpus") parsed = { ...parsed, corpus: value };
    else return null;
  }
  return parsed;
}
