import { OverlayStore } from "../../store/overlay-store.ts";
import type { ReadableStore } from "../../store/store.ts";
import { readHeaders } from "../../vhdx/headers/headers.ts";
import { Random } from "../store/conformance/random.ts";
import type { RecordedOperation } from "../store/recording-store.ts";
import { applySteps, crashCases, crashGroups, type Effort } from "./crash-states.ts";
import { CrashedStore } from "./crashed-store.ts";
import { openAfterCrash } from "./judge.ts";
import { type KnownBlocks, type SeenDisk, seenDisk } from "./seen-disk.ts";

/** The disk of a file before and after a change; null where none can be read. */
export interface Ends {
  readonly before: SeenDisk | null;
  readonly after: SeenDisk | null;
}

/** The codes of fatal findings. */
const fatalCodes = (store: ReadableStore): ReadonlySet<string> =>
  new Set(
    openAfterCrash(store).findings.flatMap(({ severity, code }) => (severity === "fatal" ? [code] : [])),
  );

/** What is wrong with a state in which no disk can be read. */
function unreadable(state: ReadableStore, { before }: Ends, known: ReadonlySet<string>): string | null {
  if (before !== null) return "the disk can't be read";
  // The file's signature comes last where a file's whole start is gone.
  const allowed = (code: string) =>
    known.has(code) || (code === "identifier-damaged" && known.has("not-vhdx"));
  const fresh = [...fatalCodes(state)].find((code) => !allowed(code));
  return fresh === undefined ? null : `${fresh} is new`;
}

/** What a disk shows that is neither what it held before nor what it holds after the change. */
function mixture(seen: SeenDisk, { before, after }: Ends): string | null {
  if (after === null) return null;
  const blocks = new Set([...seen.blocks.keys(), ...after.blocks.keys(), ...(before?.blocks.keys() ?? [])]);
  for (const block of blocks) {
    const is = seen.blocks.get(block);
    if (is !== after.blocks.get(block) && (before === null || is !== before.blocks.get(block)))
      return `block ${block} reads neither as before nor as after`;
  }
  return null;
}

/**
 * Tries the states that a crash during a change can leave: with lost, reordered and torn writes, and with sectors of garbage. In each a
 * header is active if one was before, a disk can be read if one could before, and each block reads as before or as after.
 *
 * @param operations of the change, as they were recorded
 */
export function tryChange(
  base: ReadableStore,
  operations: readonly RecordedOperation[],
  ends: Ends,
  effort: Effort,
): { readonly states: number; readonly wrong: readonly string[] } {
  const durable = new OverlayStore(base);
  const hadHeader = readHeaders(base).active !== null;
  const known = fatalCodes(base);
  const wrong: string[] = [];
  let states = 0;
  for (const group of crashGroups(operations, base.size)) {
    const texts: KnownBlocks["texts"] = new Map();
    for (const { name, steps } of crashCases(group, new Random(1), effort, () => true)) {
      const state = new CrashedStore(durable);
      applySteps(state, steps);
      states += 1;
      const headless = hadHeader && readHeaders(state).active === null;
      const seen = seenDisk(state, { texts, touched: (offset, length) => state.touches(offset, length) });
      const fault = headless
        ? "no header is active"
        : seen === null
          ? unreadable(state, ends, known)
          : mixture(seen, ends);
      if (fault !== null) wrong.push(`operations ${group.start}-${group.end}, ${name}: ${fault}`);
    }
    applySteps(durable, group.steps);
  }
  return { states, wrong };
}
