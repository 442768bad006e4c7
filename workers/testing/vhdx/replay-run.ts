import type { ReadableStore } from "../../store/store.ts";
import { readHeaders } from "../../vhdx/headers/headers.ts";
import { type CrashOptions, type CrashResult, tryCrashes } from "./crash-run.ts";
import { guestBytes, Recording, type WriteEngine } from "./recording.ts";

/** By depth: which of the states that still have a log are replayed and interrupted again, if all states are tried. */
const FOLLOWED: readonly (readonly number[])[] = [[], [5, 60, 150], [5, 80]];

/**
 * Tries every state that a crash could leave of a replay, replays some of these states, tries every state that a crash could
 * leave of that replay, and so on. All states must show the same disk as a complete first replay.
 */
export function tryReplays(
  base: ReadableStore,
  engine: WriteEngine,
  options: CrashOptions & { readonly nested?: boolean },
): CrashResult & { readonly deepest: number } {
  const guest = guestBytes(base);
  const violations: string[] = [];
  let tried = 0;
  let distinct = 0;
  let deepest = 0;
  const followed = FOLLOWED.map((each) => each.map((nth) => Math.ceil(nth / (options.every ?? 1))));
  const replay = (from: ReadableStore, depth: number, path: string) => {
    const recording = new Recording(from, guest, null, depth);
    recording.replay(engine);
    deepest = Math.max(deepest, depth);
    let dirty = 0;
    const result = tryCrashes(recording, {
      ...options,
      visit: (state, name) => {
        if (options.nested === false || !readHeaders(state).dirty) return;
        dirty += 1;
        if (followed[depth]?.includes(dirty) === true) replay(state, depth + 1, `${path}${name} > `);
      },
    });
    tried += result.tried;
    distinct += result.distinct;
    violations.push(...result.violations.map((each) => path + each));
  };
  replay(base, 1, "");
  return { tried, distinct, violations, deepest };
}
