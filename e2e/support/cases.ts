import { test } from "@playwright/test";
import { FULL } from "./full.ts";

/** A case, and its name in a failure's message. */
export type Named<T> = readonly [name: string, value: T];

/** Cases that are tried one after the other on one page. */
export interface CaseGroup<T> {
  /** For the title of the test: the only case, or the first and the last. */
  readonly title: string;
  readonly cases: readonly Named<T>[];
}

/**
 * Cuts cases into groups that share a page, as loading the page takes longer than most cases. With `PLATTER_FULL=1` each case has
 * its own page.
 *
 * @param most cases of a group
 */
export function inGroups<T>(cases: readonly Named<T>[], most: number): readonly CaseGroup<T>[] {
  const count = FULL ? cases.length : Math.ceil(cases.length / most);
  return Array.from({ length: count }, (_, nth) => {
    const group = cases.slice(
      Math.floor((nth * cases.length) / count),
      Math.floor(((nth + 1) * cases.length) / count),
    );
    const [first, last] = [group[0]?.[0] ?? "", group.at(-1)?.[0] ?? ""];
    return { title: group.length < 2 ? first : `${first} … ${last} (${group.length})`, cases: group };
  });
}

/**
 * Tries every case, also after one has failed, and throws in the end with the name of each that failed and why.
 *
 * @param prepare loads the page: before the first case, and again after a case that failed
 */
export async function eachCase<T>(
  cases: readonly Named<T>[],
  prepare: () => Promise<void>,
  run: (value: T, name: string) => Promise<void>,
): Promise<void> {
  const failures: unknown[] = [];
  let ready = false;
  for (const [name, value] of cases) {
    // One page: each case waits for the one before.
    // oxlint-disable no-await-in-loop
    try {
      await test.step(name, async () => {
        if (!ready) await prepare();
        ready = true;
        await run(value, name);
      });
    } catch (error) {
      ready = false;
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
      failures.push(new Error(`${name}: ${message}`, { cause: error }));
    }
    // oxlint-enable no-await-in-loop
  }
  if (failures.length > 0)
    throw new AggregateError(failures, failures.map((each) => (each as Error).message).join("\n\n"));
}
