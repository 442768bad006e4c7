// @ts-check
import path from "node:path";

/**
 * The lint rule that keeps readers of volumes and file systems from taking every error for damage. A store throws as well where bytes are
 * not in memory yet, and where work was cancelled; a reader that caught these would show an empty disk. So the readers catch
 * nothing: `workers/store/tolerant-read.ts` does, and knows which errors speak of the disk.
 */

const FOLDERS = /^workers\/(fs|volume)\//;

/** @type {any} */
const rule = {
  meta: { type: "problem", schema: [] },
  create(/** @type {any} */ context) {
    const file = path.relative(context.cwd, context.filename).replaceAll(path.sep, "/");
    if (!FOLDERS.test(file) || file.endsWith(".test.ts")) return {};
    /** @param {any} node */
    const report = (node) =>
      context.report({
        node,
        message:
          "Read by `tryRead` (workers/store/tolerant-read.ts): it tells damage from bytes that are not here yet.",
      });
    return {
      CatchClause: report,
      "CallExpression[callee.property.name='catch']": report,
    };
  },
};

export default { meta: { name: "tolerant" }, rules: { "no-catch": rule } };
