import type { EditAction, TreeNode } from "../../../workers/api/index.ts";
import { VhdxError } from "../../../workers/shared/error.ts";
import { KIB, MIB } from "../../../workers/shared/numbers.ts";
import { UNATTENDED } from "../../../workers/engine/jobs/jobs.ts";
import { dryRun } from "../../../workers/engine/edits/dry-run.ts";
import { isDiskReadable } from "../../../workers/engine/report/summary.ts";
import { nodeFields, treePage } from "../../../workers/engine/views/tree/tree.ts";
import { HOSTILE_TEXTS } from "../mutate/values.ts";
import { exporterOf } from "./exports.ts";
import { hold, type Subject, someContext, type Visit } from "./visit.ts";
import { nodeId } from "../../../workers/shared/node-id.ts";

const MOST_EDITS = 2;
/** Codes with which a single edit may be refused; the next one is still made. */
const REFUSALS: ReadonlySet<string> = new Set(["not-available", "misuse", "out-of-range", "needs-parent"]);

/** Sets a field somewhere in the tree to a value that may or may not be allowed. */
function someField(subject: Subject): EditAction | null {
  const { random } = subject;
  const context = someContext(subject);
  let node: string | null = null;
  for (let depth = 0; depth < 4; depth++) {
    const { total } = treePage(context, node, 0, 0);
    const [child]: readonly TreeNode[] = treePage(context, node, random.below(total), 1).nodes;
    if (child === undefined) break;
    node = child.id;
    if (random.chance(0.4)) break;
  }
  const { fields } = nodeFields(context, node ?? nodeId("header", 1));
  if (fields.length === 0) return null;
  const { name, input } = random.pick(fields);
  const value = random.chance(0.4) && input !== null ? input : random.pick(["0", "1", "0x1000", "7", "text"]);
  return {
    kind: "set-field",
    node: node ?? nodeId("header", 1),
    field: name,
    value,
    mend: random.chance(0.8),
  };
}

function someAction(subject: Subject): EditAction | null {
  const { random, file } = subject;
  const { best } = file.image;
  const diskSize = isDiskReadable(file.image, best) ? file.image.disk(best).size : MIB;
  const offset = random.below(diskSize);
  switch (random.below(9)) {
    case 0:
      return { kind: "write", space: "disk", offset, bytes: random.bytes(1 + random.below(700)) };
    case 1:
      return { kind: "write", space: "file", offset: random.below(file.file.size), bytes: random.bytes(8) };
    case 2:
      return { kind: "fill", offset, length: random.below(64 * KIB), pattern: random.bytes(3) };
    case 3:
      return { kind: "zero", offset, length: random.below(3 * MIB) };
    case 4:
      return { kind: random.chance(0.5) ? "apply-log" : "discard-log" };
    case 5: {
      const linkage = random.pick(subject.links).image.headers.active?.values.dataWriteGuid ?? null;
      const paths = { relative_path: random.pick([...HOSTILE_TEXTS, null]) };
      return { kind: "relink", change: { linkage, paths, dropLinkage2: random.chance(0.5) } };
    }
    default:
      return someField(subject);
  }
}

function attempt({ file }: Subject, action: EditAction | null): void {
  if (action === null) return;
  try {
    file.edits.apply(action);
  } catch (thrown) {
    if (!(thrown instanceof VhdxError && REFUSALS.has(thrown.code))) throw thrown;
  }
}

export const EDIT_VISITS: readonly Visit[] = [
  {
    name: "edits",
    share: 0.03,
    refusals: [],
    // A new block is zeroed, a log may zero the file, and each write first checks the whole image.
    asked: 512 * MIB,
    run: async (subject) => {
      const { file, random } = subject;
      const { edits } = file;
      try {
        for (let nth = 0; nth < MOST_EDITS; nth++) {
          attempt(subject, someAction(subject));
          if (random.chance(0.3)) {
            edits.undo();
            edits.redo();
          }
        }
        if (edits.isEmpty) return;
        hold(edits.list().done.length > 0, "the edits are listed");
        const { verdict } = await dryRun(file, UNATTENDED);
        hold(verdict.sentence !== "", "the edited image has a verdict");
        await exporterOf(subject, edits.context).plan("patch", UNATTENDED);
        await exporterOf(subject, edits.context).plan("raw", UNATTENDED);
      } finally {
        edits.clear();
      }
    },
  },
];
