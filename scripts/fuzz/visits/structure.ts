import { GIB } from "../../../workers/shared/numbers.ts";
import { treeProblems } from "../../../workers/testing/engine/tree-check.ts";
import type { ViewContext } from "../../../workers/engine/views/context.ts";
import { locate, nodeFields, treePage } from "../../../workers/engine/views/tree/tree.ts";
import type { Random } from "../random.ts";
import { hold, someContext, type Visit } from "./visit.ts";

const PAGE = 12;
const MOST_NODES = 60;

/** Walks the tree as a user does: opens a page of children here and there, and the fields of visible nodes. */
function walk(context: ViewContext, random: Random): void {
  const parents: (string | null)[] = [null];
  for (let seen = 0; seen < MOST_NODES;) {
    const parent = parents.shift();
    if (parent === undefined) return;
    const { total } = treePage(context, parent, 0, 0);
    const first = random.chance(0.5) ? 0 : random.below(Math.max(1, total - PAGE));
    for (const { id, childCount } of treePage(context, parent, first, PAGE).nodes) {
      nodeFields(context, id);
      if (childCount > 0) parents.push(id);
      seen += 1;
    }
  }
}

export const STRUCTURE_VISITS: readonly Visit[] = [
  {
    name: "tree and fields",
    share: 0.07,
    refusals: [],
    run: (subject) => {
      walk(someContext(subject), subject.random);
    },
  },
  {
    name: "what stands where",
    share: 0.08,
    refusals: [],
    run: (subject) => {
      const context = someContext(subject);
      const { size } = context.layer.store;
      for (let nth = 0; size > 0 && nth < 4; nth++) locate(context, subject.random.below(size));
      if (size > 0) locate(context, size - 1);
    },
  },
  {
    name: "the tree agrees with itself",
    // This asks for each node several times, which is too slow for each mutant.
    share: 0.005,
    refusals: [],
    // Each node is asked for a dozen times, each time with a check whether the replay changed it.
    asked: 4 * GIB,
    run: (subject) => {
      const problems = treeProblems(someContext(subject));
      hold(problems.length === 0, problems.slice(0, 5).join("; "));
    },
  },
];
