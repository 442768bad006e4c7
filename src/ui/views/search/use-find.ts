import { useState } from "react";
import type { SearchRequest } from "../../../../workers/api/index.ts";
import { runJob } from "../../../actions/engine/run-job.ts";
import { session } from "../../../actions/engine/session.ts";
import { reportTrouble } from "../../../actions/engine/trouble.ts";
import type { FindSpace } from "../../../state/find.ts";
import { useStore } from "../../../state/store.ts";
import { hitsText, nextHit } from "./next-hit.ts";
import { hasCase, kindOf, parsePattern } from "./pattern.ts";
import { useFound } from "./use-found.ts";
import { WORDS } from "./words.ts";

/** Most hits that are listed. */
const MOST_HITS = 1000;

export interface Find {
  /** Why the pattern can't be looked for; null where it can. */
  readonly problem: string | null;
  /** How the last search went: "3 of 17", "Not found", "Went on from the start". */
  readonly said: string;
  readonly next: () => Promise<void>;
  readonly previous: () => Promise<void>;
  readonly all: () => Promise<void>;
}

/**
 * Looks for the pattern of the store.
 *
 * @param cursor offset that next and previous go on from.
 * @param end offset after the last byte of the space.
 * @param go selects a hit.
 */
export function useFind(
  space: FindSpace,
  cursor: number,
  end: number,
  go: (offset: number, length: number) => void,
): Find {
  const { pattern, patternChoice, ignoreCase, setFind } = useStore();
  const found = useFound(space === "disk" ? "disk" : "file");
  const [said, setSaid] = useState("");
  const kind = kindOf(pattern, patternChoice);
  const parsed = parsePattern(pattern, kind);

  const search = async (part: Pick<SearchRequest, "from" | "direction" | "limit">) => {
    const open = session();
    if (open === null || !parsed.ok) return null;
    const request = { ...part, space, pattern: parsed.bytes, ignoreCase: ignoreCase && hasCase(kind) };
    return runJob(
      WORDS.searching[space],
      (job) => open.engine.views.search(open.id, open.layer, request, job),
      { cancelled: WORDS.stopped },
    );
  };

  const step = async (direction: "forward" | "backward") => {
    if (!parsed.ok) return;
    const { length } = parsed.bytes;
    if (found !== null && found.complete) {
      const hit = nextHit(found.hits, cursor, direction);
      if (hit !== null) go(hit.offset, length);
      return;
    }
    try {
      const from = direction === "forward" ? cursor + 1 : cursor - 1;
      const ahead = from < 0 ? { hits: [] } : await search({ from, direction, limit: 1 });
      if (ahead === null) return;
      const [hit] = ahead.hits;
      if (hit !== undefined) {
        setSaid("");
        go(hit, length);
        return;
      }
      const around = await search({ from: direction === "forward" ? 0 : end - 1, direction, limit: 1 });
      if (around === null) return;
      const [first] = around.hits;
      setSaid(first === undefined ? WORDS.notFound : WORDS.wrapped[direction]);
      if (first !== undefined) go(first, length);
    } catch (thrown) {
      reportTrouble(WORDS.cantSearch, thrown);
    }
  };

  const all = async () => {
    const open = session();
    if (open === null || !parsed.ok) return;
    try {
      const result = await search({ from: 0, direction: "forward", limit: MOST_HITS });
      if (result === null) return;
      const { revision } = useStore.getState();
      setFind({ found: { space, layer: open.layer, revision, length: parsed.bytes.length, ...result } });
    } catch (thrown) {
      reportTrouble(WORDS.cantSearch, thrown);
    }
  };

  return {
    problem: parsed.ok ? null : parsed.problem,
    said: found === null ? said : hitsText(found.hits, found.complete, cursor),
    next: () => step("forward"),
    previous: () => step("backward"),
    all,
  };
}
